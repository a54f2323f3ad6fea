/** What reads a table's columns: what is put back after a rewrite, what a rewrite can't pass, and what writing rows would start. */
import { columnNames, enabledSql, MEMBERS_IN_SCOPE, READABLE, relationSql, relationText, TABLES_IN_SCOPE } from "./scope.ts";

/** Triggers (`UPDATE OF`, `WHEN`) and row policies, of this table or of another, that name a column. */
export const DEPENDENTS = `
select t.schema, t.name as table, 'trigger' as kind, g.tgname::text as name, jsonb_agg(distinct a.attname::text) as columns,
       format('drop trigger if exists %I on %s', g.tgname, ${relationSql("g.tgrelid")}) as drop,
       jsonb_build_array(pg_get_triggerdef(g.oid),
         format('alter table %s %s trigger %I', ${relationSql("g.tgrelid")}, ${enabledSql("g.tgenabled")}, g.tgname),
         format('comment on trigger %I on %s is %L', g.tgname, ${relationSql("g.tgrelid")}, obj_description(g.oid, 'pg_trigger'))) as create
  from ${TABLES_IN_SCOPE} t join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = t.oid and d.refobjsubid > 0
  join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
  join pg_trigger g on d.classid = 'pg_trigger'::regclass and g.oid = d.objid and not g.tgisinternal and g.tgparentid = 0
 group by 1, 2, 3, 4, g.oid, g.tgrelid, g.tgenabled
union all
select t.schema, t.name, 'policy', p.polname::text, jsonb_agg(distinct a.attname::text),
       format('drop policy if exists %I on %s', p.polname, ${relationSql("p.polrelid")}),
       jsonb_build_array(
         format('create policy %I on %s as %s for %s to %s%s%s', p.polname, ${relationSql("p.polrelid")},
           case when p.polpermissive then 'permissive' else 'restrictive' end,
           case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
           (select string_agg(case when r = 0 then 'public' else quote_ident(pg_get_userbyid(r)) end, ', ') from unnest(p.polroles) r),
           ' using (' || pg_get_expr(p.polqual, p.polrelid) || ')', ' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')'),
         format('comment on policy %I on %s is %L', p.polname, ${relationSql("p.polrelid")}, obj_description(p.oid, 'pg_policy')))
  from ${MEMBERS_IN_SCOPE} t join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = t.member and d.refobjsubid > 0
  join pg_attribute a on a.attrelid = t.member and a.attnum = d.refobjsubid
  join pg_policy p on d.classid = 'pg_policy'::regclass and p.oid = d.objid
 group by 1, 2, 3, 4, p.oid, p.polrelid, p.polpermissive, p.polcmd, p.polroles, p.polqual::text, p.polwithcheck::text
 order by 1, 2, 3, 4`;

/** Why the type of a column can't change; such a table is masked by a copy. */
export const OBSTACLES = `
select t.schema, t.name as table, a.attname::text as column, format('the generated column %s reads it', g.attname) as what
  from ${MEMBERS_IN_SCOPE} t join pg_depend d on d.classid = 'pg_attrdef'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = t.member and d.refobjsubid > 0
  join pg_attrdef e on e.oid = d.objid join pg_attribute g on g.attrelid = e.adrelid and g.attnum = e.adnum and g.attgenerated <> ''
  join pg_attribute a on a.attrelid = t.member and a.attnum = d.refobjsubid and a.attnum <> e.adnum
union
select t.schema, t.name, a.attname::text, format('%s is partitioned by it', ${relationText("p.partrelid")})
  from ${MEMBERS_IN_SCOPE} t join pg_partitioned_table p on p.partrelid = t.member
  join pg_attribute a on a.attrelid = t.member and (a.attnum = any(p.partattrs::int2[])
    or (p.partexprs is not null and a.attnum > 0 and exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = t.member and d.refclassid = 'pg_class'::regclass and d.refobjid = t.member and d.refobjsubid = a.attnum)))
union
select t.schema, t.name, null, format('the rule %s of %s names the table', r.rulename, ${relationText("r.ev_class")})
  from ${MEMBERS_IN_SCOPE} t join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = t.member
  join pg_rewrite r on r.oid = d.objid join pg_class c on c.oid = r.ev_class and c.relkind not in ('v', 'm')
union
select t.schema, t.name, a.attname::text, format('the body of the function %s reads it', f.proname)
  from ${MEMBERS_IN_SCOPE} t join pg_depend d on d.classid = 'pg_proc'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = t.member and d.refobjsubid > 0
  join pg_proc f on f.oid = d.objid join pg_attribute a on a.attrelid = t.member and a.attnum = d.refobjsubid
union
select t.schema, t.name, a.attname::text, format('the publication %s names it', b.pubname)
  from ${MEMBERS_IN_SCOPE} t join pg_depend d on d.classid = 'pg_publication_rel'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = t.member and d.refobjsubid > 0
  join pg_publication_rel r on r.oid = d.objid join pg_publication b on b.oid = r.prpubid
  join pg_attribute a on a.attrelid = t.member and a.attnum = d.refobjsubid
union
select t.schema, t.name, a.attname::text, format('its partition %s has it in another place', ${relationText("t.member")})
  from ${MEMBERS_IN_SCOPE} t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  join pg_attribute m on m.attrelid = t.member and m.attname = a.attname and m.attnum <> a.attnum
union
select t.schema, t.name, null, format('%s.%s is of its row type', ${relationText("u.attrelid")}, u.attname)
  from ${MEMBERS_IN_SCOPE} t join pg_type y on y.typrelid = t.member
  join pg_attribute u on u.atttypid in (y.oid, y.typarray) and not u.attisdropped join pg_class c on c.oid = u.attrelid and c.relkind in ('r', 'p', 'm', 'f')
 where y.typarray <> 0
union
select t.schema, t.name, null, 'it is a table of a type' from ${TABLES_IN_SCOPE} t where t.reloftype <> 0
union
select t.schema, t.name, null, format('it is in one line of inheritance with %s', ${relationText("case when i.inhrelid = t.oid then i.inhparent else i.inhrelid end")})
  from ${TABLES_IN_SCOPE} t join pg_inherits i on t.oid in (i.inhrelid, i.inhparent) where t.relkind = 'r'
union
select t.schema, t.name, null, format('its partition %s is partitioned too', ${relationText("t.member")})
  from ${MEMBERS_IN_SCOPE} t join pg_class c on c.oid = t.member and c.relkind = 'p' where t.member <> t.oid
union
select t.schema, t.name, null, format('its partition %s has triggers of its own', ${relationText("t.member")})
  from ${MEMBERS_IN_SCOPE} t join pg_trigger g on g.tgrelid = t.member and not g.tgisinternal and g.tgparentid = 0 where t.member <> t.oid
 order by 1, 2, 3, 4`;

/** What no strategy can mask. */
export const HOLDS = `
select t.schema, t.name as table, ${columnNames("k.confkey", "k.confrelid")} as columns,
       format('the foreign key %s of %s, which belongs to no service, names it; drop it in production or give its schema to a service', k.conname, ${relationText("k.conrelid")}) as what
  from ${TABLES_IN_SCOPE} t join pg_constraint k on k.confrelid = t.oid and k.contype = 'f' and k.conparentid = 0
  join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
 where not n.nspname in (select jsonb_array_elements_text($1))
union
select t.schema, t.name, null, format('its partition %s is a foreign table, whose rows lie on another server; detach it', ${relationText("t.member")})
  from ${MEMBERS_IN_SCOPE} t join pg_class c on c.oid = t.member and c.relkind = 'f'
union
select t.schema, t.name, null, format('the foreign key %s belongs to its partition %s alone; declare it on the table', k.conname, ${relationText("t.member")})
  from ${MEMBERS_IN_SCOPE} t join pg_constraint k on k.contype = 'f' and t.member in (k.conrelid, k.confrelid) and k.conparentid = 0 where t.member <> t.oid
union
select t.schema, t.name, null, format('%s inherits from it and lies in no service''s schema; move it', ${relationText("i.inhrelid")})
  from ${TABLES_IN_SCOPE} t join pg_inherits i on i.inhparent = t.oid join pg_class c on c.oid = i.inhrelid and not c.relispartition
  join pg_namespace n on n.oid = c.relnamespace
 where not n.nspname in (select jsonb_array_elements_text($1))
 order by 1, 2, 3`;

/** Relations of the services that hold rows which the masking can't reach. */
export const UNREACHABLE = `
select n.nspname::text as schema, c.relname::text as name,
       case when c.relkind = 'f' then 'is a foreign table: its rows lie on another server; drop it in production or move it out of the schema'
            else 'cannot be read by the masking user; grant it USAGE on the schema and SELECT' end as why
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where n.nspname in (select jsonb_array_elements_text($1)) and not c.relispartition
   and (c.relkind = 'f' or (c.relkind in ('r', 'p') and not (${READABLE})))
 order by 1, 2`;

/** Triggers and rules that inserting rows, or truncating, would start. */
export const SWITCHES = `
select t.schema, t.name as table, format('alter table only %s disable trigger %I', ${relationSql("t.member")}, g.tgname) as off,
       format('alter table only %s %s trigger %I', ${relationSql("t.member")}, ${enabledSql("g.tgenabled")}, g.tgname) as on
  from ${MEMBERS_IN_SCOPE} t join pg_trigger g on g.tgrelid = t.member and not g.tgisinternal where g.tgenabled <> 'D'
union all
select t.schema, t.name, format('alter table only %s disable rule %I', ${relationSql("t.member")}, r.rulename),
       format('alter table only %s %s rule %I', ${relationSql("t.member")}, ${enabledSql("r.ev_enabled")}, r.rulename)
  from ${MEMBERS_IN_SCOPE} t join pg_rewrite r on r.ev_class = t.member where r.ev_enabled <> 'D'
 order by 1, 2, 3`;

export const EVENT_TRIGGERS = `
select format('alter event trigger %I disable', e.evtname) as off, format('alter event trigger %I %s', e.evtname, ${enabledSql("e.evtenabled")}) as on
  from pg_event_trigger e where e.evtenabled <> 'D' order by 1`;
