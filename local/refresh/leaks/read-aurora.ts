/** Reads every text-like value of one service's schema, and what PostgreSQL's statistics remember of it. */
import type pg from "pg";
import { type Place, placeMaker, type Sink, walkJson } from "./cells.ts";

const PAGE = 5_000;

interface Column {
  readonly table: string;
  readonly name: string;
  readonly kind: "text" | "json" | "list" | "bytes";
}

/** The columns whose values are texts, with domains and arrays of them. Numbers, dates, uuids and the like are not texts. */
const COLUMNS = `
select c.relname as table, a.attname as name,
  case when t.typname in ('json', 'jsonb') then 'json' when t.typcategory = 'A' then 'list' when t.typname = 'bytea' then 'bytes' else 'text' end as kind
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type d on d.oid = a.atttypid
join pg_type t on t.oid = case when d.typtype = 'd' then d.typbasetype else d.oid end
where c.relnamespace = to_regnamespace($1) and c.relkind in ('r', 'p', 'm', 'f') and not c.relispartition and c.relispopulated
  and (t.typcategory in ('S', 'E', 'I', 'A') or t.typname in ('json', 'jsonb', 'bytea', 'xml', 'hstore', 'tsvector'))
order by 1, a.attnum`;

const STATISTICS = `
select tablename || '.' || attname as name, most_common_vals::text as common, histogram_bounds::text as bounds
from pg_stats where schemaname = $1`;

/** Hands the schema's texts to the sink; a schema that is not there has none. */
export async function readAurora(client: pg.Client, service: string, schema: string, sink: Sink): Promise<void> {
  const { rows: columns } = await client.query<Column>(COLUMNS, [quoted(schema)]);
  const tables = grouped(columns);
  for (const [table, own] of tables)
    await readTable(client, schema, table, own, placeMaker("aurora", service, [table], `${schema}.${table}`), sink);
  const { rows } = await client.query<{ name: string; common: string | null; bounds: string | null }>(STATISTICS, [schema]);
  const place: Place = { store: "aurora", service, tables: ["pg_stats"], names: ["pg_stats"], label: `aurora ${schema} pg_stats` };
  for (const row of rows) for (const text of [row.common, row.bounds]) if (text) sink.bytes(place, Buffer.from(text));
}

function grouped(columns: readonly Column[]): Map<string, Column[]> {
  const tables = new Map<string, Column[]>();
  for (const column of columns) tables.set(column.table, [...(tables.get(column.table) ?? []), column]);
  return tables;
}

async function readTable(
  client: pg.Client,
  schema: string,
  table: string,
  columns: readonly Column[],
  place: (names: readonly string[]) => Place,
  sink: Sink,
): Promise<void> {
  const list = columns.map(({ name, kind }) =>
    kind === "list" ? `to_json(${quoted(name)})::text` : kind === "bytes" ? quoted(name) : `${quoted(name)}::text`,
  );
  await client.query("begin");
  try {
    await client.query(`declare leaks no scroll cursor for select ${list.join(", ")} from ${quoted(schema)}.${quoted(table)}`);
    for (;;) {
      const { rows } = await client.query<unknown[]>({ text: `fetch ${PAGE} from leaks`, rowMode: "array" });
      for (const row of rows) {
        row.forEach((value, i) => {
          const column = columns[i];
          if (column && value !== null) give(column, value, place, sink);
        });
      }
      if (rows.length < PAGE) return;
    }
  } finally {
    await client.query("rollback");
  }
}

function give({ name, kind }: Column, value: unknown, place: (names: readonly string[]) => Place, sink: Sink): void {
  if (kind === "text") sink.text(place([name]), String(value));
  else if (kind === "bytes") giveBytes(place([name]), value as Buffer, sink);
  else walkJson(JSON.parse(String(value)), [name], place, sink);
}

/** Bytes that are a text are one; others are searched as they are. */
export function giveBytes(place: Place, bytes: Uint8Array, sink: Sink): void {
  if (bytes.length === 0) return;
  try {
    sink.text(place, new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    sink.bytes(place, bytes);
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
