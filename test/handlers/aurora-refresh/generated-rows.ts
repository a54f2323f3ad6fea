/** Fills a schema that somebody else has made with rows that nobody has: row n of every table refers to row n of the others. */
import type { Client } from "pg";

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly base: string;
  readonly nullable: boolean;
  readonly label?: string;
  /** The name of the column that it refers to over foreign keys, its own otherwise: both get the same values. */
  readonly root: string;
}

const COLUMNS = `
with recursive refs as (
  select c.conrelid as rel, k.n as num, c.confrelid as to_rel, f.n as to_num
    from pg_constraint c cross join lateral unnest(c.conkey) with ordinality k(n, o) join lateral unnest(c.confkey) with ordinality f(n, o) using (o)
   where c.contype = 'f' and c.conparentid = 0 and (c.conrelid, k.n) <> (c.confrelid, f.n)
), roots as (
  select attrelid as rel, attnum as num, attrelid as to_rel, attnum as to_num, 0 as depth from pg_attribute
  union all
  select r.rel, r.num, x.to_rel, x.to_num, r.depth + 1 from roots r join refs x on x.rel = r.to_rel and x.num = r.to_num where r.depth < 8
), base as (
  select t.oid, case t.typtype when 'd' then format_type(t.typbasetype, t.typtypmod) end as type from pg_type t
)
select format('%I.%I', n.nspname, c.relname) as "table", a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type,
       coalesce(b.type, format_type(a.atttypid, a.atttypmod)) as base, not a.attnotnull as nullable,
       (select enumlabel::text from pg_enum e where e.enumtypid = a.atttypid order by enumsortorder limit 1) as label,
       (select ra.attname::text from roots r join pg_attribute ra on ra.attrelid = r.to_rel and ra.attnum = r.to_num
         where r.rel = c.oid and r.num = a.attnum order by r.depth desc limit 1) as root
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  join base b on b.oid = a.atttypid
 where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = any($1) order by 1, a.attnum`;

/**
 * Inserts rows 1 to `rows` into every empty table of some schemas, and fills their materialized views.
 *
 * @returns the tables that a check of theirs keeps empty
 */
export async function fillTables(client: Client, schemas: readonly string[], rows = 4): Promise<string[]> {
  const { rows: columns } = await client.query<Column>(COLUMNS, [schemas]);
  const tables = new Map<string, Column[]>();
  for (const column of columns) tables.set(column.table, [...(tables.get(column.table) ?? []), column]);
  const empty: string[] = [];
  // Neither order nor triggers matter then; the masking checks every foreign key when it adds it again.
  await client.query("set session_replication_role = replica");
  for (const [table, all] of tables) {
    const { rows: counted } = await client.query(`select count(*)::int as n from ${table}`);
    if (counted[0]?.n > 0) continue;
    const filled = await insert(client, table, all, rows);
    if (
      !filled &&
      !(await insert(
        client,
        table,
        all.filter(({ nullable }) => !nullable),
        rows,
      ))
    )
      empty.push(table);
  }
  await client.query("reset session_replication_role");
  const { rows: views } = await client.query(
    "select format('%I.%I', schemaname, matviewname) as name from pg_matviews where schemaname = any($1) and not ispopulated",
    [schemas],
  );
  for (const { name } of views) await client.query(`refresh materialized view ${name}`);
  return empty;
}

async function insert(client: Client, table: string, columns: readonly Column[], rows: number): Promise<boolean> {
  if (columns.length === 0) return false;
  const names = columns.map(({ name }) => client.escapeIdentifier(name)).join(", ");
  const values = columns.map((column) => columnValue(client, column)).join(", ");
  try {
    await client.query(`insert into ${table} (${names}) overriding system value select ${values} from generate_series(1, ${rows}) n`);
    return true;
  } catch {
    return false;
  }
}

function columnValue(client: Client, { type, base, label, root }: Column): string {
  if (label !== undefined && label !== null) return `${client.escapeLiteral(label)}::${type}`;
  const element = base.replace(/\[\]$/, "");
  const one = scalarOf(element, root);
  return base === element ? `(${one})::${type}` : `array[(${one})::${element}]::${type}`;
}

function scalarOf(type: string, root: string): string {
  if (/^(?:smallint|integer|bigint|numeric|real|double)/.test(type)) return "n";
  if (/^(?:date|timestamp)/.test(type)) return "timestamp '2021-03-04 05:06:07' + n * interval '1 day'";
  if (/^(?:json)/.test(type))
    return `jsonb_build_object('email', 'person.' || n || '@corp.example', 'address', jsonb_build_object('city', 'Springfield ' || n), 'age', n)`;
  if (type === "boolean") return "false";
  if (type === "uuid") return "md5(n::text)";
  if (type === "bytea") return "convert_to('bytes of person ' || n, 'UTF8')";
  if (type === "inet" || type === "cidr") return "'10.0.0.' || n";
  if (type === "interval") return "n * interval '1 hour'";
  if (type === "tsvector") return "to_tsvector('simple', 'words of person ' || n)";
  if (type === "xml") return "'<a>Person ' || n || '</a>'";
  const length = Number(/^character(?: varying)?\((\d+)\)/.exec(type)?.[1] ?? 200);
  const text = /mail/.test(root) ? "'person.' || n || '@corp.example'" : `'${root.replaceAll("'", "")} of Person ' || n`;
  // A short column takes the end of the text, so that the rows stay apart.
  return `right(${text}, ${length})`;
}
