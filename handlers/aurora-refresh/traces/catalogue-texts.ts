/** The texts of the catalogue in which somebody may have written a value of production. */
import type { RunSql } from "../data-api.ts";
import type { Form } from "./holds-original.ts";
import { readPages } from "./read-pages.ts";

/** One text, or a piece of a long one. */
export interface CatalogueText {
  readonly kind: string;
  readonly schema?: string;
  /** The object's name for people. */
  readonly name: string;
  readonly form: Form;
  readonly text: string;
  /** The statement that takes it away, where that changes nothing else. */
  readonly remove?: string;
}

interface Source {
  readonly kind: string;
  readonly form: Form;
  /** A query for `schema`, `name`, `text` and perhaps `remove`. */
  readonly sql: string;
}

/** Rows hold at most 64 KB: pieces of 10,000 characters, which lap over each other so that nothing is cut in two. */
const piece = 10_000;
const lap = 300;

/** What PostgreSQL numbers from here on is not its own. */
const first = 16_384;

const isOwn = (oid: string, classes = "pg_class"): string =>
  `${oid} >= ${first} and not exists (select 1 from pg_depend x where x.classid = '${classes}'::regclass and x.objid = ${oid} and x.deptype = 'e')`;
const inTable = "join pg_class c on c.oid = t.rel join pg_namespace n on n.oid = c.relnamespace";
const tableName = "n.nspname || '.' || c.relname";

/** COMMENT ON has another word for some kinds than pg_identify_object. */
const commentOn = `case when i.type = 'domain constraint' then regexp_replace(format('constraint %s', i.identity), ' on ', ' on domain ')
  when i.type = 'table constraint' then 'constraint ' || i.identity when i.type like '% column' then 'column ' || i.identity
  when i.type = 'statistics object' then 'statistics ' || i.identity when i.type = 'composite type' then 'type ' || i.identity
  else i.type || ' ' || i.identity end`;
const comments = (catalogue: string, sub: string, where: string): string =>
  `select i.schema, i.type || ' ' || i.identity as name, d.description as text, format('comment on %s is null', ${commentOn}) as remove
     from ${catalogue} d cross join lateral pg_identify_object(d.classoid, d.objoid, ${sub}) i where ${where}`;

const sources: readonly Source[] = [
  {
    kind: "comment",
    form: "prose",
    sql: comments("pg_description", "d.objsubid", `d.objoid >= ${first} or d.classoid = 'pg_namespace'::regclass`),
  },
  { kind: "comment", form: "prose", sql: comments("pg_shdescription", "0", `d.objoid >= ${first}`) },
  {
    kind: "column default",
    form: "code",
    sql: `select n.nspname, ${tableName} || '.' || a.attname, pg_get_expr(t.adbin, t.adrelid)
            from (select *, adrelid as rel from pg_attrdef) t ${inTable} join pg_attribute a on a.attrelid = t.adrelid and a.attnum = t.adnum where ${isOwn("c.oid")}`,
  },
  {
    kind: "constraint",
    form: "code",
    sql: `select n.nspname, n.nspname || '.' || t.conname, pg_get_constraintdef(t.oid) from pg_constraint t join pg_namespace n on n.oid = t.connamespace
           where t.contype in ('c', 'x') and t.oid >= ${first}`,
  },
  {
    kind: "index",
    form: "code",
    sql: `select n.nspname, ${tableName}, pg_get_indexdef(t.indexrelid) from (select *, indexrelid as rel from pg_index) t ${inTable}
           where (t.indpred is not null or t.indexprs is not null) and c.oid >= ${first}`,
  },
  {
    kind: "enum label",
    form: "value",
    sql: `select n.nspname, n.nspname || '.' || y.typname, t.enumlabel::text from pg_enum t join pg_type y on y.oid = t.enumtypid join pg_namespace n on n.oid = y.typnamespace`,
  },
  {
    kind: "type default",
    form: "prose",
    sql: `select n.nspname, n.nspname || '.' || t.typname, t.typdefault from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typdefault is not null and t.oid >= ${first}`,
  },
  {
    kind: "view",
    form: "code",
    sql: `select n.nspname, ${tableName}, pg_get_viewdef(c.oid) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('v', 'm') and ${isOwn("c.oid")}`,
  },
  {
    kind: "rule",
    form: "code",
    sql: `select n.nspname, ${tableName} || '.' || t.rulename, pg_get_ruledef(t.oid) from (select *, ev_class as rel from pg_rewrite) t ${inTable}
           where t.rulename <> '_RETURN' and t.oid >= ${first}`,
  },
  {
    kind: "function",
    form: "code",
    sql: `select n.nspname, n.nspname || '.' || t.proname, concat_ws(e'\\n', pg_get_function_arguments(t.oid), array_to_string(t.proconfig, ' '), t.prosrc, pg_get_function_sqlbody(t.oid))
            from pg_proc t join pg_namespace n on n.oid = t.pronamespace where ${isOwn("t.oid", "pg_proc")}`,
  },
  {
    kind: "policy",
    form: "code",
    sql: `select n.nspname, ${tableName} || '.' || t.polname, concat_ws(e'\\n', pg_get_expr(t.polqual, t.polrelid), pg_get_expr(t.polwithcheck, t.polrelid))
            from (select *, polrelid as rel from pg_policy) t ${inTable}`,
  },
  {
    kind: "trigger",
    form: "code",
    sql: `select n.nspname, ${tableName} || '.' || t.tgname, pg_get_triggerdef(t.oid) from (select *, tgrelid as rel from pg_trigger) t ${inTable} where not t.tgisinternal`,
  },
  {
    kind: "statistics object",
    form: "code",
    sql: `select n.nspname, n.nspname || '.' || t.stxname, pg_get_statisticsobjdef(t.oid) from pg_statistic_ext t join pg_namespace n on n.oid = t.stxnamespace`,
  },
  {
    kind: "partition bound",
    form: "code",
    sql: `select n.nspname, ${tableName}, pg_get_expr(c.relpartbound, c.oid) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relpartbound is not null`,
  },
  {
    // The value that rows have which were written before their column was added; only a new file of the table forgets it.
    kind: "value of an added column",
    form: "prose",
    sql: `select n.nspname, ${tableName} || '.' || t.attname, t.attmissingval::text, format('vacuum full %I.%I', n.nspname, c.relname)
            from (select *, attrelid as rel from pg_attribute) t ${inTable} where t.atthasmissing`,
  },
  {
    kind: "publication",
    form: "code",
    sql: `select n.nspname, p.pubname || ' for ' || ${tableName}, pg_get_expr(t.prqual, t.prrelid)
            from (select *, prrelid as rel from pg_publication_rel) t ${inTable} join pg_publication p on p.oid = t.prpubid where t.prqual is not null`,
  },
  {
    kind: "role setting",
    form: "prose",
    sql: `select null, coalesce(pg_get_userbyid(nullif(t.setrole, 0)), 'every role') || coalesce(' in ' || (select datname from pg_database where oid = t.setdatabase), ''),
                 array_to_string(t.setconfig, ' ') from pg_db_role_setting t`,
  },
];

const table = (sql: string): string => `(${sql})`;

/** The texts of all objects that are not PostgreSQL's or an extension's, in pieces. */
export async function* catalogueTexts(run: RunSql): AsyncGenerator<CatalogueText> {
  for (const { kind, form, sql } of sources) {
    const named = /\bremove\b|vacuum full/.test(sql) ? "schema, name, text, remove" : "schema, name, text";
    const pieces = `with s(${named}) as materialized ${table(sql)}
      select s.schema::text, left(s.name, 300) as name, substr(s.text, k * ${piece} + 1, ${piece + lap}) as text, k${named.endsWith("remove") ? ", s.remove" : ""}
        from s cross join lateral generate_series(0, greatest(length(s.text) - 1, 0) / ${piece}) k where s.text <> '' order by 1, 2, k, 3`;
    for await (const { schema, name, text, remove, k } of readPages(run, `read every ${kind}`, pieces)) {
      yield {
        kind,
        // Where a later piece begins nobody knows what is a literal.
        form: form === "code" && k !== 0 ? "prose" : form,
        name: String(name),
        text: String(text),
        ...(typeof schema === "string" ? { schema } : {}),
        ...(typeof remove === "string" ? { remove } : {}),
      };
    }
  }
}
