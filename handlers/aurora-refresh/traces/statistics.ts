/** Statistics that still quote production: of columns that ANALYZE passes over, of tables without rows. */

import type { RunSql } from "../data-api.ts";
import { quoteName, quoteText } from "../inventory/index.ts";
import type { HoldsOriginal } from "./holds-original.ts";
import { readPages } from "./read-pages.ts";
import type { Trace } from "./trace.ts";

const values = (names: string, casted: (name: string) => string): string =>
  names
    .split(" ")
    .map((name) => `select v from unnest(${casted(name)}) v`)
    .join(" union all ");
const elements = (name: string): string => `s.${name}::text::text[]`;

/** Statistics of columns and of index expressions, `:schema` and `:name` being theirs. */
const OF_COLUMNS = `select s.attname::text as part, u.v from pg_stats s cross join lateral (${values("most_common_vals histogram_bounds most_common_elems", elements)}) u(v)
  where s.schemaname = :schema and s.tablename = :name and u.v is not null order by 1, 2`;
/** Statistics over several columns, and over expressions. */
const OF_OBJECTS = `
select s.statistics_name::text as part, u.v from pg_stats_ext s cross join lateral (${values("most_common_vals", (name) => `s.${name}`)}) u(v)
 where s.schemaname = :schema and s.tablename = :name and u.v is not null
union all
select s.statistics_name::text, u.v from pg_stats_ext_exprs s cross join lateral (${values("most_common_vals histogram_bounds", elements)}) u(v)
 where s.schemaname = :schema and s.tablename = :name and u.v is not null order by 1, 2`;

const RELATIONS = `select distinct s.schemaname::text as schema, s.tablename::text as name, c.relkind::text as relkind,
       coalesce(t.nspname, s.schemaname)::text as table_schema, coalesce(tc.relname, s.tablename)::text as table_name,
       exists (select 1 from pg_statistic_ext o where o.stxrelid = c.oid) as has_objects
  from pg_stats s join pg_namespace n on n.nspname = s.schemaname join pg_class c on c.relname = s.tablename and c.relnamespace = n.oid
  left join pg_index i on i.indexrelid = c.oid left join pg_class tc on tc.oid = i.indrelid left join pg_namespace t on t.oid = tc.relnamespace
 where s.schemaname !~ '^pg_' and s.schemaname <> 'information_schema' order by 1, 2`;

/** One part of a relation whose statistics hold an original: a column, an index column or a statistics object. */
interface Stale extends Trace {
  readonly schema: string;
  readonly part: string;
  readonly isObject: boolean;
  readonly isUnique: boolean;
  readonly relation: { readonly schema: string; readonly name: string; readonly kind: string };
  /** The table to be analysed; an index's table. */
  readonly table: string;
}

/** What statistics are compared with. */
export interface Looks {
  /** Whether a column (`schema.table.column`) stays as it is, so that its statistics may, too. */
  readonly passes: (column: string) => boolean;
  /** By the fingerprints of values that may occur nowhere. */
  readonly holds: HoldsOriginal;
  /** The same for values that are only redacted: they may be ordinary words, so nothing is held for them. */
  readonly holdsRedacted: HoldsOriginal;
}

/** Statistics by what became of them; those noticed hold words that were only redacted, and that a column may well hold again. */
interface Cleared {
  readonly removed: Trace[];
  readonly noticed: Trace[];
  readonly left: Trace[];
}

/**
 * Removes the statistics that hold originals: once more ANALYZE with a target; where there are no rows to analyse, the type of
 * the column is set to what it is, which forgets its statistics.
 */
export async function clearStatistics(run: RunSql, looks: Looks): Promise<Cleared> {
  const found = await findStale(run, looks);
  for (const stale of found) await attempt(run, stale, analyse(stale));
  const still = found.length === 0 ? [] : await findStale(run, looks);
  for (const stale of still) await attempt(run, stale, forget(stale));
  const last = still.length === 0 ? [] : await findStale(run, looks);
  const names = new Set(last.map(({ name }) => name));
  return {
    removed: found.filter(({ name }) => !names.has(name)).map(traceOf),
    noticed: last.filter(({ isUnique }) => !isUnique).map(traceOf),
    left: last.filter(({ isUnique }) => isUnique).map(traceOf),
  };
}

const traceOf = ({ kind, schema, name }: Stale): Trace => ({ kind, schema, name });

async function findStale(run: RunSql, { holds, holdsRedacted, passes }: Looks): Promise<Stale[]> {
  const relations = [];
  for await (const row of readPages(run, "list the statistics", RELATIONS)) relations.push(row);
  const found = new Map<string, Stale>();
  for (const row of relations) {
    const [schema, name] = [String(row.schema), String(row.name)];
    for (const [query, isObject] of [
      [OF_COLUMNS, false],
      [OF_OBJECTS, true],
    ] as const) {
      if (isObject && row.has_objects !== true) continue;
      for await (const { part, v } of readPages(run, `read the statistics of ${schema}.${name}`, query, { schema, name })) {
        const full = `${schema}.${name}.${String(part)}`;
        if (found.get(full)?.isUnique || passes(full)) continue;
        const isUnique = holds(String(v), "value");
        if (!isUnique && !holdsRedacted(String(v), "value")) continue;
        found.set(full, {
          kind: "statistics",
          schema,
          name: full,
          part: String(part),
          isObject,
          isUnique,
          relation: { schema, name, kind: String(row.relkind) },
          table: `${quoteName(String(row.table_schema))}.${quoteName(String(row.table_name))}`,
        });
      }
    }
  }
  return [...found.values()];
}

// What refuses is found again, and then left.
async function attempt(run: RunSql, { name }: Stale, sql: string): Promise<void> {
  try {
    await run(`forget the statistics of ${name}`, sql);
  } catch {}
}

const relationName = ({ relation }: Stale): string => `${quoteName(relation.schema)}.${quoteName(relation.name)}`;
const alter = (stale: Stale): string =>
  `alter ${stale.relation.kind === "i" ? "index" : stale.relation.kind === "m" ? "materialized view" : "table"} ${relationName(stale)} alter column`;

/** ANALYZE leaves the statistics of a column with the target 0 as they are. */
function analyse(stale: Stale): string {
  const { isObject, relation, part, table } = stale;
  const statistics = `${quoteName(relation.schema)}.${quoteName(part)}`;
  const target = isObject
    ? `(select stxstattarget from pg_statistic_ext where oid = (select s.oid from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where n.nspname = ${quoteText(relation.schema)} and s.stxname = ${quoteText(part)}))`
    : `(select attstattarget from pg_attribute where attrelid = ${quoteText(relationName(stale))}::regclass and attname = ${quoteText(part)})`;
  const number = `(select attnum from pg_attribute where attrelid = ${quoteText(relationName(stale))}::regclass and attname = ${quoteText(part)})`;
  const set = isObject ? `alter statistics ${statistics} set statistics ` : `${alter(stale)} `;
  const column = relation.kind === "i" ? `' || ${number} || '` : quoteName(part).replaceAll("'", "''");
  const command = (value: string): string =>
    isObject ? `'${set.replaceAll("'", "''")}' || ${value}` : `'${set.replaceAll("'", "''")}${column} set statistics ' || ${value}`;
  return `do $refresh$ declare target int := coalesce(${target}, -1); begin
    execute ${command("'1'")}; analyze ${table}; execute ${command("target")}; end $refresh$`;
}

function forget(stale: Stale): string {
  const { relation, part, isObject } = stale;
  if (isObject || relation.kind === "i") {
    const make = isObject
      ? `pg_get_statisticsobjdef((select s.oid from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where n.nspname = ${quoteText(relation.schema)} and s.stxname = ${quoteText(part)}))`
      : `pg_get_indexdef(${quoteText(relationName(stale))}::regclass)`;
    const drop = isObject ? `drop statistics ${quoteName(relation.schema)}.${quoteName(part)}` : `drop index ${relationName(stale)}`;
    return `do $refresh$ declare definition text := ${make}; begin ${drop}; execute definition; end $refresh$`;
  }
  return `do $refresh$ begin execute (select format('alter table %s alter column %I type %s%s', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attcollation <> 0 then ' collate ' || a.attcollation::regcollation end)
    from pg_attribute a where a.attrelid = ${quoteText(relationName(stale))}::regclass and a.attname = ${quoteText(part)}); end $refresh$`;
}
