/** What a table's rows must be after masking, by the engine in TypeScript alone. */
import type { Client } from "pg";
import { isList, maskedColumns } from "../../../handlers/aurora-refresh/columns.ts";
import { quoteName, sqlName } from "../../../handlers/aurora-refresh/inventory/index.ts";
import type { ChosenTable } from "../../../handlers/aurora-refresh/strategies/index.ts";
import { kindOf } from "../../../handlers/masking/decide/index.ts";
import { compileTemplate, parseTemplate } from "../../../handlers/masking/engine/index.ts";
import { maskStream } from "../../../handlers/masking/formats/index.ts";
import { parseRules } from "../../../handlers/masking/rules/index.ts";
import { keys } from "./support.ts";

type Texts = (string | null)[];

/** The rows of a table, each a list of texts in the order of its columns; generated columns are left out. */
export async function rowsOf(client: Client, { table }: ChosenTable): Promise<Texts[]> {
  const columns = table.columns
    .filter(({ generated }) => !generated)
    .map((column) => {
      const name = quoteName(column.name);
      if (isList(column)) return `array_to_json(${name})::text`;
      return ["json", "hstore"].includes(kindOf(column.baseType)) ? `(${name})::jsonb::text` : `${name}::text`;
    });
  const only = table.partitioned ? "" : "only ";
  const { rows } = await client.query({ text: `select ${columns.join(", ")} from ${only}${sqlName(table)}`, rowMode: "array" });
  return rows as Texts[];
}

/** The same rows, masked. */
export async function expectedRows(rows: readonly Texts[], chosen: ChosenTable, rulesFile: object): Promise<Texts[]> {
  const rules = parseRules(rulesFile, "rules");
  const masked = new Map(maskedColumns(chosen).map((column) => [column.name, column]));
  const columns = chosen.table.columns.filter(({ generated }) => !generated);
  const masks = columns.map((column) => {
    const template = masked.get(column.name)?.template;
    if (template === undefined) return async (text: string) => text;
    const mask = compileTemplate(parseTemplate(template), { keys, lists: rules.lists });
    if (!chosen.values.has(column.name)) {
      const empty = column.baseType === "bytea" ? "\\x" : "";
      return async (text: string) => (mask(text) === "" ? empty : mask(text));
    }
    if (isList(column))
      return async (text: string) => JSON.stringify((JSON.parse(text) as Texts).map((item) => (item === null ? null : mask(item))));
    return async (text: string) => {
      const options = { keys, rules, service: chosen.service, table: chosen.table.name };
      const record = Buffer.from(`{${JSON.stringify(column.name)}:${text}}`);
      const out: Uint8Array[] = [];
      const chunks = (async function* () {
        yield record;
      })();
      for await (const chunk of maskStream("json", options).mask(chunks)) out.push(chunk);
      return JSON.stringify(Object.values(JSON.parse(Buffer.concat(out).toString("utf8")) as object)[0]);
    };
  });
  return Promise.all(rows.map((row) => Promise.all(row.map((text, i) => (text === null ? null : (masks[i]?.(text) ?? null))))));
}

/** Rows without an order, JSON without the order of its members. */
export function comparable(rows: readonly Texts[]): string[] {
  return rows.map((row) => JSON.stringify(row.map((text) => (text !== null && /^[[{]/.test(text) ? ordered(text) : text)))).sort();
}

function ordered(text: string): unknown {
  try {
    return sorted(JSON.parse(text));
  } catch {
    return text;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => [name, sorted(member)]);
}
