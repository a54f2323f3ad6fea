/** Parts that the catalogue queries share. */

/** Whether the masking user may read a relation `c` of a schema `n`. */
export const READABLE = "has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')";

/** The tables of the services' schemas that the masking user may read, as `t`: oid, schema, name; a partition is no table of its own. */
export const TABLES_IN_SCOPE = `
  (select c.oid, n.nspname::text as schema, c.relname::text as name, c.relkind, c.relowner, c.reloftype
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in (select jsonb_array_elements_text($1)) and ${READABLE})`;

/** The same with every partition as `t`: `member` is the relation, `oid` the table that it belongs to. */
export const MEMBERS_IN_SCOPE = `
  (select s.*, s.oid as member from ${TABLES_IN_SCOPE} s
   union
   select s.*, p.relid::oid from ${TABLES_IN_SCOPE} s cross join lateral pg_partition_tree(s.oid) p where s.relkind = 'p')`;

/** An array of attribute numbers as a JSON list of column names, in the array's order. */
export const columnNames = (numbers: string, relation: string): string =>
  `(select coalesce(jsonb_agg(a.attname::text order by u.o), '[]')
      from unnest(${numbers}) with ordinality u(n, o) join pg_attribute a on a.attrelid = ${relation} and a.attnum = u.n)`;

/** A relation's name in SQL, by its oid. */
export const relationSql = (oid: string): string =>
  `(select format('%I.%I', rn.nspname, rc.relname) from pg_class rc join pg_namespace rn on rn.oid = rc.relnamespace where rc.oid = ${oid})`;

/** A relation's name for people, by its oid. */
export const relationText = (oid: string): string =>
  `(select rn.nspname || '.' || rc.relname from pg_class rc join pg_namespace rn on rn.oid = rc.relnamespace where rc.oid = ${oid})`;

/** The state of a trigger, a rule or an event trigger as ALTER wants it. */
export const enabledSql = (state: string): string =>
  `(case ${state} when 'D' then 'disable' when 'R' then 'enable replica' when 'A' then 'enable always' else 'enable' end)`;
