/** The process of one measurement: `mask-child.ts VARIANT FILE`, `--proof VARIANT FILE` or `--memory KIND ROWS`; prints one line of JSON. */
import process from "node:process";
import { type DataKind, dataOf } from "./mask-data.ts";
import { measureProof, proofVariants } from "./mask-proof.ts";
import { maskGenerated, variants } from "./mask-variants.ts";

const formats = { document: "json", export: "dynamodb", nested: "ndjson", csv: "csv" } as const;
const [first = "", second = "", third = ""] = process.argv.slice(2);

const proof = first === "--proof" ? proofVariants.find(({ name }) => name === second) : undefined;
if (proof !== undefined) process.stdout.write(`${JSON.stringify(await measureProof(proof, third))}\n`);
else {
  const before = process.cpuUsage();
  let bytes = 0;
  if (first === "--memory") bytes = await maskGenerated(formats[second as DataKind], dataOf(second as DataKind, Number(third)));
  else await variants.find(({ name }) => name === first)?.run(second);
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${JSON.stringify({ cpuMs: (user + system) / 1000, peakMiB: process.resourceUsage().maxRSS / 1024, bytes })}\n`);
}
