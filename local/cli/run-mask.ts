/** Carries `npm run mask` out. */
import process from "node:process";
import { createInterface } from "node:readline";
import { deriveKeys, MaskingValueError } from "../../handlers/masking/engine/index.ts";
import { type FormatCounters, FormatError, HoldError, type KeyAttribute } from "../../handlers/masking/formats/index.ts";
import { inventoryOf, renderPlan } from "../../handlers/masking/plan/index.ts";
import { ScanError } from "../../handlers/masking/prove/index.ts";
import { parseRules, RulesError } from "../../handlers/masking/rules/index.ts";
import {
  explain,
  type FileProof,
  type InputForm,
  type KeyedSource,
  keysFrom,
  MaskUsageError,
  maskInput,
  openInput,
  planInput,
  proveFiles,
  readGivenFile,
  sqlStatements,
} from "../mask/index.ts";
import type { MaskCommand } from "./mask.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const put = (text: string): void => void process.stdout.write(text);

/** Runs what the options ask for; 0 good, 1 a record could not be masked or a leak was found, 2 wrong use. */
export async function runMask(options: MaskCommand): Promise<number> {
  try {
    return await run(options);
  } catch (error) {
    if (error instanceof MaskUsageError || error instanceof RulesError) {
      say(error.message);
      return 2;
    }
    if (error instanceof FormatError || error instanceof MaskingValueError || error instanceof HoldError || error instanceof ScanError) {
      say(`${error.message.replace(/\.$/, "")}. Nothing more was written.`);
      return 1;
    }
    throw error;
  }
}

async function run(options: MaskCommand): Promise<number> {
  const modes = (["explain", "plan", "inventory", "prove", "sql"] as const).filter((mode) => options[mode] !== undefined);
  if (modes.length > 1) throw new MaskUsageError(`One thing at a time: --${modes.join(" or --")}.`);
  const rules = parseRules(readGivenFile("rules file", options.rules).toString("utf8"), options.rules);
  const about = { rules, service: options.service, table: options.table, keyAttributes: options.keyAttributes.map(keyAttribute) };
  if (options.sql) {
    // No key is printed, and which sub-keys are needed does not depend on it.
    for (const line of sqlStatements(options.columns, { ...about, keys: deriveKeys(new Uint8Array(32)) })) put(`${line}\n`);
    return 0;
  }
  if (options.plan !== undefined || options.inventory) return await plan(options, about);
  const source: KeyedSource = { ...about, keys: await keysFrom(options) };
  if (options.explain !== undefined) {
    const values: string[] = [];
    for await (const line of createInterface({ input: process.stdin })) values.push(line);
    for (const line of explain(options.explain, values, source)) put(`${line}\n`);
    return 0;
  }
  if (options.prove !== undefined) return await prove(options, source);
  return await mask(options, source);
}

async function mask(options: MaskCommand, source: KeyedSource): Promise<number> {
  const input = await openInput(process.stdin);
  const form = formOf(options, input);
  const began = process.hrtime.bigint();
  const isWatched = process.stderr.isTTY === true;
  let shown = began;
  const counters = await maskInput(input.chunks, process.stdout, form, source, ({ bytes, records }) => {
    const now = process.hrtime.bigint();
    if (!isWatched || now - shown < 500_000_000n) return;
    shown = now;
    process.stderr.write(`\r${records} records, ${megabytes(bytes)}, ${megabytes(bytes / seconds(now - began))}/s `);
  });
  if (isWatched) process.stderr.write("\r\u001b[K");
  say(summary(counters, form));
  for (const [place, { action, count }] of counters.undeclared) say(`  no rule: ${place}, ${action} (${count})`);
  return 0;
}

async function plan(options: MaskCommand, source: Omit<KeyedSource, "keys">): Promise<number> {
  const input = await openInput(process.stdin);
  const made = await planInput(input.chunks, formOf(options, input), source, options.sample);
  if (options.inventory) put(`${JSON.stringify(inventoryOf(made), null, 2)}\n`);
  else put(renderPlan(made, options.plan === undefined || options.plan === true ? "text" : options.plan));
  return made.services.some(({ status }) => status === "held") ? 1 : 0;
}

async function prove(options: MaskCommand, source: KeyedSource): Promise<number> {
  const [before, after, ...more] = options.prove ?? [];
  if (before === undefined || after === undefined || more.length > 0)
    throw new MaskUsageError("--prove takes two files: the original and the masked one.");
  const found: FileProof = await proveFiles(before, after, partialForm(options), source);
  put(`${JSON.stringify(found, null, 2)}\n`);
  const leaks = found.leaks.reduce((sum, place) => sum + place.found + place.unlike, 0);
  say(leaks === 0 ? `No leak: ${found.originals} originals were looked for.` : `${leaks} texts are, or may be, originals: see "leaks".`);
  return leaks === 0 ? 0 : 1;
}

function keyAttribute(text: string): KeyAttribute {
  const [, name = "", type = "S"] = /^(.+?)(?::([SNB]))?$/.exec(text) ?? [];
  return { name, type: type as KeyAttribute["type"] };
}

const partialForm = ({ format, delimiter, header }: MaskCommand): Partial<InputForm> => ({
  ...(format ? { format } : {}),
  csv: { ...(delimiter ? { delimiter: delimiter === "\\t" ? "\t" : delimiter } : {}), ...(header === undefined ? {} : { header }) },
});

function formOf(
  options: MaskCommand,
  guess: { readonly format: InputForm["format"] | undefined; readonly compression: InputForm["compression"] },
): InputForm {
  const format = options.format ?? guess.format;
  if (format === undefined) throw new MaskUsageError("What standard input holds cannot be seen: say it with --format.");
  return { ...partialForm(options), format, compression: guess.compression };
}

const seconds = (nanoseconds: bigint): number => Number(nanoseconds) / 1e9;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

function summary({ records, masked, redacted, nulled, kept }: FormatCounters, { format }: InputForm): string {
  return `${records} records of ${format}: ${masked} values masked, ${redacted} redacted, ${nulled} made null, ${kept} kept.`;
}
