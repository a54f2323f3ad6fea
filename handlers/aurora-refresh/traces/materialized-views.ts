/** Materialized views: which are filled again before the snapshot, and whether any of them still holds an original. */
import { columnValues } from "../column-values.ts";
import type { RunSql } from "../data-api.ts";
import type { HoldsOriginal } from "./holds-original.ts";
import { readPages } from "./read-pages.ts";
import type { Trace } from "./trace.ts";

/**
 * Materialized views that no plan fills again, since they read no table by its name: a function's rows, another server's.
 * And those of no service, whatever they read.
 */
export const materializedViews = `
with recursive reads (view, rel, proc) as (
  select r.ev_class, case d.refclassid when 'pg_class'::regclass then d.refobjid end, case d.refclassid when 'pg_proc'::regclass then d.refobjid end
    from pg_rewrite r join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refobjid <> r.ev_class and d.refobjid >= 16384
), all_reads as (
  select view, rel, proc from reads
  union
  select a.view, b.rel, b.proc from all_reads a join reads b on b.view = a.rel
)
select n.nspname as schema, c.relname as name, jsonb_build_array(format('refresh materialized view %I.%I', n.nspname, c.relname)) as steps
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'm' and c.relispopulated
   and (exists (select 1 from all_reads a left join pg_class t on t.oid = a.rel where a.view = c.oid and (a.proc is not null or t.relkind = 'f'))
        or not exists (select 1 from all_reads a where a.view = c.oid)
        or n.nspname not in (select jsonb_array_elements_text(:schemas::jsonb)))
 order by c.oid`;

/** The columns of filled materialized views that may hold a text; of a domain the type below it. */
const COLUMNS = `
select n.nspname::text as schema, c.relname::text as name, a.attname::text as part, format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null) as type
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
 where c.relkind = 'm' and c.relispopulated and t.typcategory not in ('N', 'B', 'D', 'T') and t.typname <> 'uuid'
 order by 1, 2, a.attnum`;

/** The columns that hold an original: what fills them reads something that the masking has not reached. */
export async function findInViews(run: RunSql, holds: HoldsOriginal): Promise<Trace[]> {
  const columns = [];
  for await (const row of readPages(run, "list the materialized views", COLUMNS)) columns.push(row);
  const found: Trace[] = [];
  for (const row of columns) {
    const [schema, table, column, type] = [row.schema, row.name, row.part, row.type].map(String) as [string, string, string, string];
    for await (const value of columnValues(run, { schema, table, column, type })) {
      if (!holds(value, "value")) continue;
      found.push({ kind: "materialized view's value", schema, name: `${schema}.${table}.${column}` });
      break;
    }
  }
  return found;
}
