/** Which services go with one that is held: those that a foreign key joins to it, and those whose views read it. */
import type { RunSql } from "../data-api.ts";
import { readPages } from "./read-pages.ts";

/** `a` goes when `b` goes. */
const JOINS = `
select distinct a.nspname::text as a, b.nspname::text as b from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class f on f.oid = k.confrelid
  join pg_namespace x on x.oid = c.relnamespace join pg_namespace y on y.oid = f.relnamespace
  cross join lateral (values (x.nspname, y.nspname), (y.nspname, x.nspname)) ab(p, q) join pg_namespace a on a.nspname = ab.p join pg_namespace b on b.nspname = ab.q
 where k.contype = 'f' and a.nspname <> b.nspname
union
select v.nspname::text, t.nspname::text from pg_rewrite r join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
  join pg_class vc on vc.oid = r.ev_class join pg_namespace v on v.oid = vc.relnamespace
  join pg_class tc on tc.oid = d.refobjid join pg_namespace t on t.oid = tc.relnamespace
 where v.nspname <> t.nspname and t.nspname !~ '^pg_' and t.nspname <> 'information_schema'
 order by 1, 2`;

/**
 * The schemas that cannot stay when some go: by schema the one that takes it along.
 *
 * @param gone - schemas that will be dropped
 */
export async function schemasBeside(run: RunSql, gone: readonly string[]): Promise<Map<string, string>> {
  const joins: { a: string; b: string }[] = [];
  for await (const { a, b } of readPages(run, "look at what joins schemas", JOINS)) joins.push({ a: String(a), b: String(b) });
  const beside = new Map<string, string>();
  const all = [...gone];
  for (const schema of all) {
    for (const { a, b } of joins) {
      if (b !== schema || all.includes(a)) continue;
      beside.set(a, schema);
      all.push(a);
    }
  }
  return beside;
}
