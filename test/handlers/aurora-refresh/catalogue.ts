/** A schema as PostgreSQL's catalogue describes it, line by line: what a masking must leave as it was. */
import type { Client } from "pg";

const relation = "format('%I.%I', n.nspname, c.relname)";
const acl = (list: string, kind: string, owner: string): string =>
  `(select string_agg(format('%s:%s:%s:%s', coalesce(nullif(a.grantee, 0)::regrole::text, 'public'), a.grantor::regrole, a.privilege_type, a.is_grantable), ',' order by a.grantee, a.privilege_type) from aclexplode(coalesce(${list}, acldefault('${kind}', ${owner}))) a)`;
const relations = "pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = any($1)";
const list = (source: string, name: string, ...facts: string[]): string =>
  `select concat_ws(' | ', ${[name, ...facts].map((fact) => `coalesce((${fact})::text, '-')`).join(", ")}) as line from ${source}`;

const lines = [
  list(
    relations,
    relation,
    "'relation'",
    "c.relkind",
    "c.relowner::regrole",
    acl("c.relacl", "r", "c.relowner"),
    "c.reloptions",
    "c.relpersistence",
    "c.relrowsecurity",
    "c.relforcerowsecurity",
    "c.relreplident",
    "c.relispopulated",
    "pg_get_expr(c.relpartbound, c.oid)",
    "obj_description(c.oid, 'pg_class')",
  ),
  list(
    `${relations} join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 left join pg_attrdef e on e.adrelid = c.oid and e.adnum = a.attnum`,
    relation,
    "'column'",
    "a.attnum",
    "a.attname",
    "format_type(a.atttypid, a.atttypmod)",
    "a.attnotnull",
    "a.attisdropped",
    "a.attidentity",
    "a.attgenerated",
    "a.attcollation::regcollation",
    "a.attstorage",
    "a.attcompression",
    "a.attstattarget",
    "a.attoptions",
    "a.attislocal",
    "a.attinhcount",
    "(select string_agg(x::text, ',' order by x::text) from unnest(a.attacl) x)",
    "pg_get_expr(e.adbin, e.adrelid)",
    "col_description(c.oid, a.attnum)",
  ),
  list(
    `${relations} join pg_constraint k on k.conrelid = c.oid`,
    relation,
    "'constraint'",
    "k.conname",
    "pg_get_constraintdef(k.oid)",
    "k.convalidated",
    "k.conislocal",
    "k.connoinherit",
    "obj_description(k.oid, 'pg_constraint')",
  ),
  list(
    `${relations} join pg_index x on x.indrelid = c.oid`,
    relation,
    "'index'",
    "pg_get_indexdef(x.indexrelid)",
    "x.indisvalid",
    "x.indisclustered",
    "x.indisreplident",
    "obj_description(x.indexrelid, 'pg_class')",
    "(select inhparent::regclass from pg_inherits where inhrelid = x.indexrelid)",
  ),
  list(
    `${relations} join pg_trigger g on g.tgrelid = c.oid and not g.tgisinternal`,
    relation,
    "'trigger'",
    "pg_get_triggerdef(g.oid)",
    "g.tgenabled",
    "g.tgparentid <> 0",
    "obj_description(g.oid, 'pg_trigger')",
  ),
  list(
    `${relations} join pg_policy p on p.polrelid = c.oid`,
    relation,
    "'policy'",
    "p.polname",
    "p.polcmd",
    "p.polpermissive",
    "p.polroles::regrole[]",
    "pg_get_expr(p.polqual, p.polrelid)",
    "pg_get_expr(p.polwithcheck, p.polrelid)",
    "obj_description(p.oid, 'pg_policy')",
  ),
  list(`${relations} join pg_rewrite r on r.ev_class = c.oid`, relation, "'rule'", "pg_get_ruledef(r.oid)", "r.ev_enabled"),
  list(
    `${relations} join pg_statistic_ext s on s.stxrelid = c.oid`,
    relation,
    "'statistics'",
    "pg_get_statisticsobjdef(s.oid)",
    "s.stxstattarget",
    "obj_description(s.oid, 'pg_statistic_ext')",
  ),
  list(`${relations} join pg_inherits i on i.inhrelid = c.oid`, relation, "'parent'", "i.inhparent::regclass", "i.inhseqno"),
  list(
    `${relations} join pg_publication_rel b on b.prrelid = c.oid`,
    relation,
    "'publication'",
    "b.prpubid",
    "pg_get_expr(b.prqual, b.prrelid)",
    "b.prattrs",
  ),
  list("pg_sequences s where s.schemaname = any($1)", "s.sequencename", "'sequence'", "s.last_value", "s.start_value", "s.increment_by"),
  list(
    "pg_proc f join pg_namespace n on n.oid = f.pronamespace and n.nspname = any($1) where f.prokind in ('f', 'p')",
    "f.oid::regprocedure",
    "'function'",
    "pg_get_functiondef(f.oid)",
  ),
  list("pg_event_trigger e where $1 is not null", "e.evtname", "'event trigger'", "e.evtenabled"),
  list("pg_default_acl d where $1 is not null", "d.oid", "'default privileges'", "d.defaclacl"),
];

/** The lines, in order. */
export async function catalogueOf(client: Client, schemas: readonly string[]): Promise<string[]> {
  const { rows } = await client.query(`select line from (${lines.join("\nunion all\n")}) l order by line`, [schemas]);
  return rows.map(({ line }) => line);
}
