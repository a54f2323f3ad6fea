/** The catalogue queries of the inventory; names are cast to text, since the Data API knows no `name` and no `regclass`. */

const IN_SCHEMAS = "n.nspname in (select jsonb_array_elements_text(:schemas::jsonb))";
/** An array of attribute numbers as a JSON list of column names, in the array's order. */
const columnNames = (numbers: string, relation: string): string =>
  `(select coalesce(jsonb_agg(a.attname::text order by u.o), '[]')::text
      from unnest(${numbers}) with ordinality u(n, o)
      join pg_attribute a on a.attrelid = ${relation} and a.attnum = u.n)`;

export const TABLES = `
select n.nspname::text as schema, c.relname::text as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p') and not c.relispartition and ${IN_SCHEMAS}
 order by 1, 2`;

export const COLUMNS = `
select n.nspname::text as schema, c.relname::text as table_name, a.attname::text as name,
       format_type(a.atttypid, a.atttypmod)::text as type,
       (case when t.typtype = 'd' then format_type(t.typbasetype, null) else format_type(a.atttypid, null) end)::text as base_type,
       coalesce(b.typtype, t.typtype) = 'e' as is_enum,
       case when (case when t.typtype = 'd' then t.typbasetype else a.atttypid end) in (1042, 1043)
             and (case when t.typtype = 'd' then t.typtypmod else a.atttypmod end) > 4
            then (case when t.typtype = 'd' then t.typtypmod else a.atttypmod end) - 4 end as max_length,
       not (a.attnotnull or t.typnotnull) as nullable,
       a.attgenerated <> '' as generated, a.attidentity <> '' as is_identity
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_type t on t.oid = a.atttypid left join pg_type b on b.oid = t.typbasetype and t.typtype = 'd'
 where c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped and ${IN_SCHEMAS}
 order by 1, 2, a.attnum`;

export const INDEXES = `
select n.nspname::text as schema, c.relname::text as table_name, i.relname::text as name, x.indisprimary as is_primary,
       ${columnNames("x.indkey::int2[]", "x.indrelid")} as columns
  from pg_index x join pg_class i on i.oid = x.indexrelid
  join pg_class c on c.oid = x.indrelid join pg_namespace n on n.oid = c.relnamespace
 where x.indisunique and c.relkind in ('r', 'p') and not c.relispartition and ${IN_SCHEMAS}
 order by 1, 2, 3`;

export const CONSTRAINTS = `
select n.nspname::text as schema, c.relname::text as table_name, k.conname::text as name, k.contype::text as kind,
       ${columnNames("k.conkey", "k.conrelid")} as columns,
       coalesce(fn.nspname::text, '') as to_schema, coalesce(f.relname::text, '') as to_table,
       ${columnNames("k.confkey", "k.confrelid")} as to_columns,
       pg_get_constraintdef(k.oid)::text as definition
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
  left join pg_class f on f.oid = k.confrelid left join pg_namespace fn on fn.oid = f.relnamespace
 where k.contype in ('f', 'c') and k.conparentid = 0 and not c.relispartition and ${IN_SCHEMAS}
union all
select n.nspname::text, c.relname::text, k.conname::text, 'c', jsonb_build_array(a.attname::text)::text, '', '', '[]', pg_get_constraintdef(k.oid)::text
  from pg_constraint k join pg_attribute a on a.atttypid = k.contypid and not a.attisdropped
  join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
 where k.contype = 'c' and c.relkind in ('r', 'p') and not c.relispartition and ${IN_SCHEMAS}
 order by 1, 2, 3`;

export const BLOCKERS = `
select n.nspname::text as schema, c.relname::text as table_name, a.attname::text as column_name,
       case when d.classid = 'pg_attrdef'::regclass then 'a generated column reads it'
            when d.classid = 'pg_trigger'::regclass then 'a trigger names it'
            when d.classid = 'pg_policy'::regclass then 'a row security policy reads it' end as what
  from pg_depend d
  join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
  join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
 where d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and ${IN_SCHEMAS}
   and (d.classid in ('pg_trigger'::regclass, 'pg_policy'::regclass)
        or (d.classid = 'pg_attrdef'::regclass and d.deptype = 'n'
            and exists (select 1 from pg_attrdef e join pg_attribute g on g.attrelid = e.adrelid and g.attnum = e.adnum
                         where e.oid = d.objid and g.attgenerated <> '')))
union
select n.nspname::text, c.relname::text, a.attname::text, 'the table is partitioned by it'
  from pg_partitioned_table p join pg_class c on c.oid = p.partrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum = any(p.partattrs::int2[])
 where ${IN_SCHEMAS}`;

export const VIEWS = `
select n.nspname::text as schema, c.relname::text as name, c.relkind = 'm' as materialized, pg_get_viewdef(c.oid)::text as definition
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('v', 'm') and ${IN_SCHEMAS}
 order by c.oid`;
