/** What the proof of masked records costs beside their masking: the same records, one process. */
import process from "node:process";
import { maskStream } from "../../handlers/masking/formats/index.ts";
import { rulesOf } from "../../handlers/masking/operations/proving/rules-of.ts";
import { FingerprintSet, Proof, scanStream } from "../../handlers/masking/prove/index.ts";
import { parseRules, type Rules } from "../../handlers/masking/rules/index.ts";
import type { DataKind } from "./mask-data.ts";
import { four, keys, others, read } from "./mask-variants.ts";

/** Records whose masking and proof are measured. */
export interface ProofVariant {
  readonly name: string;
  readonly data: Exclude<DataKind, "document">;
  readonly format: "csv" | "dynamodb" | "ndjson";
  readonly rules: Rules;
}

/** CPU times in milliseconds. */
export interface ProofTimes {
  /** Masking alone. */
  readonly maskMs: number;
  /** Masking as a night does it, which collects the fingerprints of the originals for the proof. */
  readonly nightMs: number;
  readonly proofMs: number;
}

/** The least of each. */
export const leastTimes = (a: ProofTimes, b: ProofTimes): ProofTimes => ({
  maskMs: Math.min(a.maskMs, b.maskMs),
  nightMs: Math.min(a.nightMs, b.nightMs),
  proofMs: Math.min(a.proofMs, b.proofMs),
});

const variant = (name: string, format: ProofVariant["format"], data: ProofVariant["data"], rules: object): ProofVariant => ({
  name,
  format,
  data,
  rules: parseRules({ ...rules, ...four }, "rules"),
});

/** All variants: of each format, one whose other columns are kept, and one whose other columns are redacted. */
export const proofVariants: readonly ProofVariant[] = [
  variant("NDJSON", "ndjson", "export", others.export),
  variant("NDJSON, all else redacted", "ndjson", "export", {}),
  variant("NDJSON, rules at any depth", "ndjson", "nested", others.nested),
  variant("CSV", "csv", "csv", others.csv),
  variant("CSV, all else redacted", "csv", "csv", {}),
  variant("DynamoDB export", "dynamodb", "export", others.export),
  variant("DynamoDB export, all else redacted", "dynamodb", "export", {}),
];

const from = { service: "bench", table: "people" };
const passes = 2;

/**
 * Measures a variant: the best of two passes, the first of which compiles.
 *
 * @throws Error when the proof finds a leak
 */
export async function measureProof(about: ProofVariant, file: string): Promise<ProofTimes> {
  let best: ProofTimes = { maskMs: Number.POSITIVE_INFINITY, nightMs: Number.POSITIVE_INFINITY, proofMs: Number.POSITIVE_INFINITY };
  for (let pass = 0; pass < passes; pass++) {
    const originals = new FingerprintSet();
    const bare = await cpuOf(() => maskedBy(about, file));
    const night = await cpuOf(() => maskedBy(about, file, originals));
    const proof = await cpuOf(() => prove(about, night.result, originals));
    best = leastTimes(best, { maskMs: bare.cpuMs, nightMs: night.cpuMs, proofMs: proof.cpuMs });
  }
  return best;
}

async function maskedBy({ format, rules }: ProofVariant, file: string, originals?: FingerprintSet): Promise<readonly Buffer[]> {
  const stream = maskStream(format, { ...from, keys, rules, ...(originals === undefined ? {} : { originals }) });
  const pieces: Buffer[] = [];
  for await (const piece of stream.mask(read(file))) pieces.push(Buffer.from(piece));
  return pieces;
}

async function prove({ format, rules }: ProofVariant, pieces: readonly Buffer[], originals: FingerprintSet): Promise<void> {
  const proof = new Proof({ keys, originals });
  const { root, look } = proof.scope("bench", rulesOf(rules, from));
  const source = async function* (): AsyncGenerator<Buffer> {
    yield* pieces;
  };
  await scanStream(format === "csv" ? "csv" : "json", source(), root(format === "dynamodb" ? "dynamodb" : "json"), look);
  if (proof.leaks().length > 0) throw new Error("The proof of the masked records found a leak.");
}

async function cpuOf<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly cpuMs: number }> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, cpuMs: (user + system) / 1000 };
}
