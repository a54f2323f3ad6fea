/** Tries tonight's masking on a table's sampled items, in memory: what would hold the service later holds it before anything moves. */
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { type MaskingKeys, MaskingValueError } from "../../engine/index.ts";
import { FormatError, HoldError } from "../../formats/index.ts";
import type { Rules } from "../../rules/index.ts";
import { maskExport } from "../mask-export.ts";
import { keyAttributesOf, tableKeysOf } from "../mask-file.ts";
import { RefusedItems } from "../refused-items.ts";
import { longKey } from "./long-keys.ts";
import type { TableLine } from "./plan-tables.ts";
import type { Item } from "./sample-table.ts";

/** Why the masked items cannot become a table; undefined when nothing says so. */
export async function tryTable(line: TableLine, items: readonly Item[], rules: Rules, keys: MaskingKeys): Promise<string | undefined> {
  const { service, table } = line;
  const long = longKey(line, rules);
  if (long !== undefined) return `${table}: ${long}`;
  const refused = new RefusedItems(tableKeysOf(line));
  const masked: string[] = [];
  const lines = items.map((Item) => `${JSON.stringify({ Item }, base64)}\n`).join("");
  try {
    const options = { keys, rules, service, table, keyAttributes: keyAttributesOf(line) };
    const exported = maskExport(options, { add: (key) => void masked.push(key) }, refused);
    for await (const _ of exported.mask(Readable.from([gzipSync(lines)])));
  } catch (error) {
    if (error instanceof HoldError || error instanceof MaskingValueError) return `${table}: ${error.message}`;
    // An item that is no export's: nobody has looked at it yet.
    if (error instanceof FormatError) return undefined;
    throw error;
  }
  const problem = refused.problem();
  if (problem !== undefined) return `${table}: ${problem}`;
  const equal = masked.length - new Set(masked).size;
  if (equal === 0) return undefined;
  return `${table}: masking made ${equal} of ${masked.length} sampled keys equal to others; give its key attributes a rule with more room, such as {{hash}}`;
}

const base64 = (_: string, value: unknown): unknown => (value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value);
