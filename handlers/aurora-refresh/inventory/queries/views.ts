/** Views over the services' tables, and the statements that make them again as they were. */
import { enabledSql, MEMBERS_IN_SCOPE, relationSql } from "./scope.ts";

// A view is a dependent of what its rule reads; what reads a view reads what it reads.
const READS = `
  (with recursive reads(root, view, depth) as (
     select t.oid, r.ev_class, 1
       from ${MEMBERS_IN_SCOPE} t join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = t.member
       join pg_rewrite r on r.oid = d.objid join pg_class c on c.oid = r.ev_class and c.relkind in ('v', 'm')
     union
     select w.root, r.ev_class, w.depth + 1
       from reads w join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = w.view
       join pg_rewrite r on r.oid = d.objid and r.ev_class <> w.view join pg_class c on c.oid = r.ev_class and c.relkind in ('v', 'm')
      where w.depth < 200)
   select view, max(depth) as depth, jsonb_agg(distinct n.nspname || '.' || c.relname) as reads
     from reads join pg_class c on c.oid = root join pg_namespace n on n.oid = c.relnamespace group by view)`;

const VIEWS_IN_SCOPE = `
  (select v.view as oid, v.depth, v.reads, n.nspname::text as schema, c.relname::text as name, c.relkind, c.relispopulated, c.relowner, c.relacl, c.reloptions, c.reltype, c.reltablespace
     from ${READS} v join pg_class c on c.oid = v.view join pg_namespace n on n.oid = c.relnamespace)`;

/** Views in the order in which they can be made, with a reason where one can't be dropped and made again. */
export const VIEWS = `
select v.schema, v.name, v.relkind = 'm' as materialized, v.relispopulated as populated, v.reads,
  coalesce(
    (select format('it belongs to the extension %s', e.extname) from pg_depend d join pg_extension e on d.refclassid = 'pg_extension'::regclass and e.oid = d.refobjid
      where d.classid = 'pg_class'::regclass and d.objid = v.oid and d.deptype = 'e' limit 1),
    (select format('its owner is %s, and the masking user is no member of that role', pg_get_userbyid(v.relowner)) where not pg_has_role(v.relowner, 'member')),
    (select format('the function %s uses it', f.proname) from pg_depend d join pg_proc f on d.classid = 'pg_proc'::regclass and f.oid = d.objid
      where (d.refclassid = 'pg_class'::regclass and d.refobjid = v.oid) or (d.refclassid = 'pg_type'::regclass and d.refobjid in (v.reltype, (select typarray from pg_type where oid = v.reltype))) limit 1),
    (select format('the rule %s of a table reads it', r.rulename) from pg_depend d join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid join pg_class c on c.oid = r.ev_class and c.relkind not in ('v', 'm')
      where d.refclassid = 'pg_class'::regclass and d.refobjid = v.oid limit 1),
    (select format('the policy %s reads it', p.polname) from pg_depend d join pg_policy p on d.classid = 'pg_policy'::regclass and p.oid = d.objid
      where d.refclassid = 'pg_class'::regclass and d.refobjid = v.oid limit 1),
    (select 'a column is of its row type' from pg_type y join pg_attribute u on u.atttypid in (y.oid, y.typarray) join pg_class c on c.oid = u.attrelid and c.relkind in ('r', 'p', 'm', 'f')
      where y.oid = v.reltype limit 1),
    (select 'its privileges were granted by others than its owner' from aclexplode(v.relacl) a where a.grantor <> v.relowner limit 1),
    (select 'it has been altered after its creation' from pg_rewrite r where r.ev_class = v.oid and r.rulename = '_RETURN' and r.ev_enabled <> 'O' limit 1)
  ) as obstacle
  from ${VIEWS_IN_SCOPE} v order by v.depth, 1, 2`;

const me = relationSql("v.oid");
const kind = "(case v.relkind when 'm' then 'materialized view' else 'view' end)";

/** What is executed to make a view again; ordered within a view by `step`. */
export const VIEW_STATEMENTS = `
with v as materialized (select * from ${VIEWS_IN_SCOPE} v)
select v.schema, v.name, 1 as step, '' as part,
       format('create %s %s%s%s as %s%s', ${kind}, ${me}, ' with (' || (
         select string_agg(format('%I = %L', o.option_name, o.option_value), ', ') from pg_options_to_table(v.reloptions) o) || ')',
         case when v.reltablespace <> 0 then (select format(' tablespace %I', spcname) from pg_tablespace where oid = v.reltablespace) end,
         rtrim(pg_get_viewdef(v.oid), '; ' || chr(10)), case when v.relkind = 'm' and not v.relispopulated then ' with no data' end) as sql
  from v
union all
select v.schema, v.name, 2, a.attname::text, format('alter view %s alter column %I set default %s', ${me}, a.attname, pg_get_expr(e.adbin, e.adrelid))
  from v join pg_attrdef e on e.adrelid = v.oid join pg_attribute a on a.attrelid = v.oid and a.attnum = e.adnum
union all
select v.schema, v.name, 3, i.relname::text, pg_get_indexdef(i.oid)
  from v join pg_index x on x.indrelid = v.oid join pg_class i on i.oid = x.indexrelid
union all
select v.schema, v.name, 4, i.relname::text, format('comment on index %s is %L', ${relationSql("i.oid")}, obj_description(i.oid, 'pg_class'))
  from v join pg_index x on x.indrelid = v.oid join pg_class i on i.oid = x.indexrelid where obj_description(i.oid, 'pg_class') is not null
union all
select v.schema, v.name, 5, i.relname::text, format('alter materialized view %s cluster on %I', ${me}, i.relname)
  from v join pg_index x on x.indrelid = v.oid and x.indisclustered join pg_class i on i.oid = x.indexrelid
union all
select v.schema, v.name, 6, s.stxname::text, pg_get_statisticsobjdef(s.oid)
  from v join pg_statistic_ext s on s.stxrelid = v.oid
union all
select v.schema, v.name, 7, a.attname::text, format('alter materialized view %s alter column %I set statistics %s', ${me}, a.attname, a.attstattarget)
  from v join pg_attribute a on a.attrelid = v.oid and a.attnum > 0 and a.attstattarget >= 0 where v.relkind = 'm'
union all
select v.schema, v.name, 8, r.rulename::text, pg_get_ruledef(r.oid)
  from v join pg_rewrite r on r.ev_class = v.oid and r.rulename <> '_RETURN'
union all
select v.schema, v.name, 9, g.tgname::text, pg_get_triggerdef(g.oid)
  from v join pg_trigger g on g.tgrelid = v.oid and not g.tgisinternal
union all
select v.schema, v.name, 10, g.tgname::text, format('alter table %s %s trigger %I', ${me}, ${enabledSql("g.tgenabled")}, g.tgname)
  from v join pg_trigger g on g.tgrelid = v.oid and not g.tgisinternal where g.tgenabled <> 'O'
union all
select v.schema, v.name, 11, '', format('comment on %s %s is %L', ${kind}, ${me}, obj_description(v.oid, 'pg_class'))
  from v where obj_description(v.oid, 'pg_class') is not null
union all
select v.schema, v.name, 12, a.attname::text, format('comment on column %s.%I is %L', ${me}, a.attname, col_description(v.oid, a.attnum))
  from v join pg_attribute a on a.attrelid = v.oid and a.attnum > 0 where col_description(v.oid, a.attnum) is not null
union all
select v.schema, v.name, 13, '', format('alter %s %s owner to %I', ${kind}, ${me}, pg_get_userbyid(v.relowner)) from v
union all
select v.schema, v.name, 14, '', format(
    $sql$do $do$ declare r record; begin for r in select distinct grantee from pg_catalog.pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) where c.oid = %L::regclass loop
      execute 'revoke all on %s from ' || case r.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(r.grantee)) end; end loop; end $do$$sql$, ${me}, replace(${me}, '''', ''''''))
  from v
union all
select v.schema, v.name, 15, a.grantee::text || a.privilege_type, format('grant %s on %s to %s%s', a.privilege_type, ${me},
       case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end, case when a.is_grantable then ' with grant option' end)
  from v cross join lateral aclexplode(coalesce(v.relacl, acldefault('r', v.relowner))) a
union all
select v.schema, v.name, 16, t.attname || a.grantee::text || a.privilege_type, format('grant %s (%I) on %s to %s%s', a.privilege_type, t.attname, ${me},
       case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end, case when a.is_grantable then ' with grant option' end)
  from v join pg_attribute t on t.attrelid = v.oid and t.attacl is not null cross join lateral aclexplode(t.attacl) a
 order by 1, 2, 3, 4`;
