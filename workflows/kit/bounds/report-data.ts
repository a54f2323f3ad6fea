/** Says what is not bounded, and which data weighs most where it is more than the service allows. */

import { outputIsRead } from "../build/live.ts";
import type { State } from "../build/states.ts";
import { allStates } from "../build/storage.ts";
import { type Document, documentsOf } from "./documents.ts";
import { PAYLOAD_LIMIT } from "./given.ts";
import type { Report } from "./index.ts";
import { sizeOfSchema } from "./schema-size.ts";
import { fieldBytes, type Size, type Unbounded } from "./size.ts";
import { type Bounded, GROWS, inputSize, type Sizes } from "./variables.ts";

/** Fields that a message names. */
const NAMED = 4;

export const grouped = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
export const share = (part: number, whole: number): string => `${Math.round((part / whole) * 100)} %`;

function remedyFor(why: string): string {
  if (why.includes("AWS")) return "Keep the fields that are read, or state its size in the contract: .meta({ maxBytes: … }).";
  if (why.includes("hand-written")) return "Write it in the language, or set unbounded: true in the workflow.";
  if (why.includes("children")) return "Give the reader atMost, or the Map a writer.";
  if (why === GROWS) return "Begin every turn with a value of its own.";
  return "Bound it in the contract (.max(), or .meta({ maxBytes: … }) where zod has no bound), or keep only what is read.";
}

function reportUnbounded(bounded: Bounded, sizes: Sizes, report: Report): void {
  const place = (start: string, { path }: Unbounded): string => (path === "" ? start : `${start}${path.startsWith("[") ? "" : "."}${path}`);
  const input = inputSize(bounded.input).unbounded;
  if (input) report(`nothing bounds how large ${place("input", input)} gets: ${input.why}.`, undefined, remedyFor(input.why));
  const named = (state: State, what: string, start: string, why: Unbounded): void =>
    report(`nothing bounds how large ${what} gets: ${place(start, why)} is ${why.why}.`, state.name, remedyFor(why.why));
  for (const state of allStates(bounded.top)) {
    if (state.type === "DistributedMap") {
      const item = state.reader?.item && sizeOfSchema(state.reader.item).unbounded;
      if (item) named(state, "its item", "item", item);
    }
    const result = state.result && sizes.stored(state.result).unbounded;
    if (!state.result || !result) continue;
    const own =
      state.type === "Task" ||
      state.type === "Handwritten" ||
      result.why === GROWS ||
      (state.type === "DistributedMap" && result.path === "");
    const kept = bounded.endings.get(state) === "result" || outputIsRead(state, bounded.live) || state.type === "DistributedMap";
    if (own && kept) named(state, "what it stores", state.result.name, result);
  }
}

/** The heaviest fields; where one is nearly all of it, those inside. */
function heaviestFields(size: Size, prefix: string): readonly { readonly name: string; readonly bytes: number }[] {
  const fields = [...(size.fields ?? [])]
    .map(([name, part]) => ({ name: `${prefix}.${name}`, key: name, part, bytes: fieldBytes(name, part) }))
    .filter(({ key }) => key !== "")
    .sort((a, b) => b.bytes - a.bytes);
  const [first] = fields;
  if (first && first.bytes > size.bytes * 0.9 && (first.part.fields?.size ?? 0) > 1) return heaviestFields(first.part, first.name);
  return fields.slice(0, NAMED);
}

function describe({ what, size }: Document, others: number): string {
  const parts = heaviestFields(size, "$").map(({ name, bytes }) => `${name} ${grouped(bytes)} (${share(bytes, size.bytes)})`);
  const more = others === 0 ? "" : others === 1 ? " One more is too large." : ` ${others} more are too large.`;
  const most = parts.length === 0 ? "" : ` Most of it: ${parts.join(", ")}.`;
  return `its ${what} can have ${grouped(size.bytes)} bytes, ${grouped(PAYLOAD_LIMIT)} are allowed.${most}${more}`;
}

/** Reports; gives the bytes of the largest document. */
export function reportData(bounded: Bounded, sizes: Sizes, report: Report): number {
  reportUnbounded(bounded, sizes, report);
  const documents = documentsOf(bounded, sizes);
  const finite = documents.filter(({ size }) => Number.isFinite(size.bytes)).sort((a, b) => b.size.bytes - a.size.bytes);
  const tooLarge = finite.filter(({ size }) => size.bytes > PAYLOAD_LIMIT);
  const [largest] = tooLarge;
  if (largest) {
    const remedy = "Keep fewer fields, narrow the contract's bounds, or hand on a key in S3.";
    report(describe(largest, tooLarge.length - 1), largest.state, remedy);
  }
  return documents.length > finite.length ? Number.POSITIVE_INFINITY : (finite[0]?.size.bytes ?? 0);
}
