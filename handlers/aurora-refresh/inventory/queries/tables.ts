/** Tables, columns, keys, checks and foreign keys. */
import { columnNames, MEMBERS_IN_SCOPE, relationSql, relationText, TABLES_IN_SCOPE } from "./scope.ts";

export const TABLES = `
select t.schema, t.name, t.relkind = 'p' as partitioned, pg_get_userbyid(t.relowner)::text as owner,
       pg_has_role(t.relowner, 'usage') as owned, row_security_active(t.oid) as filtered,
       (select i.relname::text from pg_index x join pg_class i on i.oid = x.indexrelid where x.indrelid = t.oid and x.indisclustered) as "clusteredOn",
       (select coalesce(jsonb_agg(${relationText("i.inhparent")} order by i.inhseqno), '[]') from pg_inherits i where i.inhrelid = t.oid) as parents,
       coalesce((select ${columnNames("p.partattrs::int2[]", "p.partrelid")} from pg_partitioned_table p where p.partrelid = t.oid), '[]') as "partitionKey"
  from ${TABLES_IN_SCOPE} t order by 1, 2`;

export const COLUMNS = `
select t.schema, t.name as table, a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type,
       case when y.typtype = 'd' then format_type(y.typbasetype, null) else format_type(a.atttypid, null) end as "baseType",
       coalesce(e.typtype, b.typtype, y.typtype) = 'e' as "isEnum",
       case when m.typid in (1042, 1043, 1014, 1015) and m.typmod > 4 then m.typmod - 4 end as "maxLength",
       not (a.attnotnull or y.typnotnull) as nullable, a.attgenerated <> '' as generated, a.attidentity <> '' as identity,
       case when a.attcollation <> y.typcollation then (select format('%I.%I', cn.nspname, co.collname) from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation) end as collation
  from ${TABLES_IN_SCOPE} t
  join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  join pg_type y on y.oid = a.atttypid
  left join pg_type b on b.oid = y.typbasetype and y.typtype = 'd'
  left join pg_type e on e.oid = coalesce(nullif(b.typelem, 0), y.typelem) and coalesce(b.typcategory, y.typcategory) = 'A'
  cross join lateral (select case when y.typtype = 'd' then y.typbasetype else a.atttypid end as typid,
                             case when y.typtype = 'd' then y.typtypmod else a.atttypmod end as typmod) m
 order by 1, 2, a.attnum`;

/** Unique indexes and exclusion constraints; `columns` are all that it reads, in expressions and its predicate too. */
export const KEYS = `
select t.schema, t.name as table, i.relname::text as name, x.indisprimary as primary, x.indisexclusion as exclusion,
       x.indnullsnotdistinct as "nullsAreEqual", pg_get_expr(x.indpred, x.indrelid) as predicate,
       (select jsonb_agg(pg_get_indexdef(x.indexrelid, n, false) order by n) from generate_series(1, x.indnkeyatts) n) as expressions,
       (select coalesce(jsonb_agg(distinct a.attname::text), '[]') from pg_attribute a
         where a.attrelid = t.oid and a.attnum > 0
           and (a.attnum in (select unnest(x.indkey[0:x.indnkeyatts - 1]))
                or exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = x.indexrelid and d.refobjid = t.oid
                              and d.refobjsubid = a.attnum and not a.attnum = any(x.indkey::int2[])))) as columns,
       (select coalesce(jsonb_agg(distinct a.attname::text), '[]') from pg_constraint k
          cross join lateral unnest(k.conkey, k.conexclop) u(attnum, op) join pg_operator o on o.oid = u.op
          join pg_attribute a on a.attrelid = t.oid and a.attnum = u.attnum
         where k.conindid = x.indexrelid and k.contype = 'x' and o.oprname <> '=') as compared
  from ${TABLES_IN_SCOPE} t join pg_index x on x.indrelid = t.oid join pg_class i on i.oid = x.indexrelid
 where x.indisunique or x.indisexclusion
 order by 1, 2, 3`;

export const CHECKS = `
select t.schema, t.name as table, k.conname::text as name, ${columnNames("k.conkey", "k.conrelid")} as columns,
       pg_get_constraintdef(k.oid) as definition, pg_get_expr(k.conbin, k.conrelid) as condition, k.convalidated as validated
  from ${TABLES_IN_SCOPE} t join pg_constraint k on k.conrelid = t.oid and k.contype = 'c'
union all
select t.schema, t.name, k.conname::text, jsonb_build_array(a.attname::text), pg_get_constraintdef(k.oid), null, true
  from ${TABLES_IN_SCOPE} t join pg_attribute a on a.attrelid = t.oid and not a.attisdropped
  join pg_constraint k on k.contypid = a.atttypid and k.contype = 'c'
 order by 1, 2, 3, 4`;

export const FOREIGN_KEYS = `
select t.schema, t.name as table, k.conname::text as name, ${columnNames("k.conkey", "k.conrelid")} as columns,
       f.nspname::text as "toSchema", r.relname::text as "toTable", ${columnNames("k.confkey", "k.confrelid")} as "toColumns",
       pg_get_constraintdef(k.oid) as definition, obj_description(k.oid, 'pg_constraint') as comment
  from ${TABLES_IN_SCOPE} t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f' and k.conparentid = 0
  join pg_class r on r.oid = k.confrelid join pg_namespace f on f.oid = r.relnamespace
 order by 1, 2, 3`;

/** The condition of every partition that holds rows; of a table with a default partition, or by hash with all of its partitions, every row fits. */
export const PARTITIONS = `
select t.schema, t.name as table, pg_get_partition_constraintdef(t.member) as condition
  from ${MEMBERS_IN_SCOPE} t join pg_class c on c.oid = t.member
 where t.relkind = 'p' and c.relispartition and c.relkind <> 'p'
 order by 1, 2, t.member`;

/** What a change of a column's type forgets: storage, compression, targets of statistics, and names and comments of the indexes of partitions. */
export const FORGOTTEN = `
select t.schema, t.name as table, 2 as step, a.attname::text as column,
       format('alter table only %I.%I alter column %I set storage %s', cn.nspname, c.relname, a.attname,
              case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end) as sql
  from ${MEMBERS_IN_SCOPE} t join pg_class c on c.oid = t.member join pg_namespace cn on cn.oid = c.relnamespace
  join pg_attribute a on a.attrelid = t.member and a.attnum > 0 and not a.attisdropped join pg_type y on y.oid = a.atttypid
 where a.attstorage <> y.typstorage
union all
select t.schema, t.name, 2, a.attname::text,
       format('alter table only %I.%I alter column %I set compression %s', cn.nspname, c.relname, a.attname, case a.attcompression when 'l' then 'lz4' else 'pglz' end)
  from ${MEMBERS_IN_SCOPE} t join pg_class c on c.oid = t.member join pg_namespace cn on cn.oid = c.relnamespace
  join pg_attribute a on a.attrelid = t.member and a.attnum > 0 and not a.attisdropped
 where a.attcompression <> ''
union all
select t.schema, t.name, 2, col.attname::text,
       format('alter index %I.%I alter column %s set statistics %s', cn.nspname, i.relname, a.attnum, a.attstattarget)
  from ${MEMBERS_IN_SCOPE} t join pg_index x on x.indrelid = t.member join pg_class i on i.oid = x.indexrelid
  join pg_namespace cn on cn.oid = i.relnamespace join pg_attribute a on a.attrelid = i.oid and a.attstattarget >= 0
  join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = i.oid and d.refobjid = t.member
  join pg_attribute col on col.attrelid = t.member and col.attnum = d.refobjsubid
union all
select t.schema, t.name, 2, col.attname::text, format('comment on index %I.%I is %L', cn.nspname, i.relname, obj_description(i.oid, 'pg_class'))
  from ${MEMBERS_IN_SCOPE} t join pg_index x on x.indrelid = t.member and t.member <> t.oid join pg_class i on i.oid = x.indexrelid
  join pg_namespace cn on cn.oid = i.relnamespace join pg_attribute col on col.attrelid = t.member and col.attnum = any(x.indkey::int2[])
 where obj_description(i.oid, 'pg_class') is not null
union all
select t.schema, t.name, 1, col.attname::text, format(
    $sql$do $do$ declare r record; begin for r in select i.inhrelid::regclass as name from pg_catalog.pg_inherits i join pg_catalog.pg_index x on x.indexrelid = i.inhrelid join pg_catalog.pg_class c on c.oid = i.inhrelid
      where i.inhparent = %L::regclass and x.indrelid = %L::regclass and c.relname <> %L loop execute format('alter index %%s rename to %%I', r.name, %L); end loop; end $do$$sql$,
    ${relationSql("n.inhparent")}, ${relationSql("x.indrelid")}, i.relname, i.relname)
  from ${MEMBERS_IN_SCOPE} t join pg_index x on x.indrelid = t.member and t.member <> t.oid join pg_class i on i.oid = x.indexrelid join pg_inherits n on n.inhrelid = i.oid
  join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = i.oid and d.refclassid = 'pg_class'::regclass and d.refobjid = t.member and d.refobjsubid > 0
  join pg_attribute col on col.attrelid = t.member and col.attnum = d.refobjsubid
union all
select t.schema, t.name, 2, a.attname::text, format('alter statistics %I.%I set statistics %s', sn.nspname, s.stxname, s.stxstattarget)
  from ${MEMBERS_IN_SCOPE} t join pg_statistic_ext s on s.stxrelid = t.member and s.stxstattarget >= 0 join pg_namespace sn on sn.oid = s.stxnamespace
  join pg_depend d on d.classid = 'pg_statistic_ext'::regclass and d.objid = s.oid and d.refobjid = t.member and d.refobjsubid > 0
  join pg_attribute a on a.attrelid = t.member and a.attnum = d.refobjsubid
 order by 1, 2, 3, 4, 5`;
