/** What holds copies of production's rows besides the services' tables, or keeps them from being forgotten, and how each goes. */

/** Objects of one kind. */
export interface Sweep {
  readonly kind: string;
  /**
   * A query for `schema`, `name` and `steps` (a JSON list of statements), one row each object that is still there; `:schemas`
   * is the JSON list of the services' schemas. It is its own proof: what it finds after the steps is left.
   */
  readonly find: string;
  /** What is left of it holds no value of a person: it is noticed, and holds nothing. */
  readonly harmless?: true;
}

const system = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";
const nobodys = `${system} and n.nspname not in (select jsonb_array_elements_text(:schemas::jsonb))`;
const isExtensions = (oid: string, catalogue: string): string =>
  `exists (select 1 from pg_depend x where x.classid = '${catalogue}'::regclass and x.objid = ${oid} and x.deptype = 'e')`;
const rowsOfNobody = `from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and ${nobodys} and pg_relation_size(c.oid) > 0 and not ${isExtensions("c.oid", "pg_class")}`;
const name = "format('%I.%I', n.nspname, c.relname)";
const step = (format: string, ...values: string[]): string => `jsonb_build_array(format('${format}', ${values.join(", ")}))`;

/** In this order: what is left by one may be in the way of the next. */
export const sweeps: readonly Sweep[] = [
  {
    kind: "prepared transaction",
    find: `select null as schema, p.gid as name, ${step("rollback prepared %L", "p.gid")} as steps from pg_prepared_xacts p where p.database = current_database()`,
  },
  {
    kind: "subscription",
    find: `select null as schema, s.subname as name, jsonb_build_array(format('alter subscription %I disable', s.subname),
             format('alter subscription %I set (slot_name = none)', s.subname), format('drop subscription %I', s.subname)) as steps
             from pg_subscription s where s.subdbid = (select oid from pg_database where datname = current_database())`,
  },
  {
    kind: "replication slot",
    find: `select null as schema, s.slot_name as name, ${step("select 1 as done from pg_drop_replication_slot(%L)", "s.slot_name")} as steps from pg_replication_slots s where not s.active`,
  },
  {
    kind: "large object",
    find: `select null as schema, l.oid::text as name, ${step("select lo_unlink(%s)", "l.oid")} as steps from pg_largeobject_metadata l`,
  },
  // Together first, because foreign keys among them forbid to empty one alone; then each by itself, so that one does not spoil all.
  {
    kind: "table of no service",
    find: `select n.nspname as schema, c.relname as name, jsonb_build_array('truncate only ' || string_agg(${name}, ', only ') over ()) as steps ${rowsOfNobody}`,
  },
  {
    kind: "table of no service",
    find: `select n.nspname as schema, c.relname as name, ${step("truncate only %s", name)} as steps ${rowsOfNobody}`,
  },
  {
    kind: "foreign table of no service",
    find: `select n.nspname as schema, c.relname as name, ${step("drop foreign table %s", name)} as steps
             from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'f' and ${nobodys}`,
  },
  {
    kind: "user mapping",
    find: `select null as schema, m.usename || ' for ' || m.srvname as name,
             ${step("drop user mapping for %s server %I", "case m.umuser when 0 then 'public' else quote_ident(m.usename) end", "m.srvname")} as steps from pg_user_mappings m`,
  },
  {
    kind: "foreign server",
    harmless: true,
    find: `select null as schema, s.srvname as name, ${step("drop server %I", "s.srvname")} as steps from pg_foreign_server s`,
  },
  {
    kind: "temporary table",
    find: `select n.nspname as schema, c.relname as name, ${step("drop table %s", name)} as steps from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relpersistence = 't' and c.relkind in ('r', 'p') and n.oid <> pg_my_temp_schema()`,
  },
  {
    // The text of its last statement may hold a value.
    kind: "session",
    harmless: true,
    find: `select null as schema, a.usename as name, ${step("select pg_terminate_backend(%s, 5000) as done", "a.pid")} as steps from pg_stat_activity a
            where a.backend_type = 'client backend' and a.pid <> pg_backend_pid() and a.usename <> current_user and a.usename !~ '^rds' and a.query <> ''`,
  },
];

/**
 * Tables that no statement has written anew although a column of theirs was dropped: its values still stand in the rows.
 * `:tables` is the JSON list of the rewritten ones.
 */
export const droppedColumns = `
select n.nspname as schema, c.relname as name, jsonb_build_array(format('vacuum full %I.%I', n.nspname, c.relname)) as steps
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'm') and pg_relation_size(c.oid) > 0 and ${system}
   and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attisdropped)
   and not exists (select 1 from (select c.oid as relid union select relid::oid from pg_partition_ancestors(c.oid)) p
                     join pg_class pc on pc.oid = p.relid join pg_namespace pn on pn.oid = pc.relnamespace
                    where :tables::jsonb ? (pn.nspname || '.' || pc.relname))
 order by 1, 2`;
