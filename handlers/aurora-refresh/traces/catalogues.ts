/** The files of PostgreSQL's own tables: rows that were deleted from them stay in their pages until they are written anew. */
import type { RunSql } from "../data-api.ts";
import type { Trace } from "./trace.ts";

/**
 * The catalogues of a database that hold what people wrote, or what ANALYZE took from rows. The owner of a database may write
 * them anew; those that all databases share (comments on roles, settings of roles, subscriptions) belong to the server.
 */
const catalogues = [
  "pg_statistic",
  "pg_statistic_ext_data",
  "pg_statistic_ext",
  "pg_largeobject",
  "pg_description",
  "pg_attribute",
  "pg_attrdef",
  "pg_constraint",
  "pg_index",
  "pg_class",
  "pg_proc",
  "pg_rewrite",
  "pg_enum",
  "pg_type",
  "pg_trigger",
  "pg_policy",
  "pg_publication_rel",
  "pg_foreign_server",
  "pg_foreign_table",
  "pg_user_mapping",
];
const shared = ["pg_shdescription", "pg_db_role_setting", "pg_subscription"];

/**
 * Writes the catalogues anew, their TOAST with them. PostgreSQL passes over what the user may not vacuum with a notice that the
 * Data API does not hand on, so the number of the file says whether it has happened.
 *
 * @returns those that have kept their file
 */
export async function rewriteCatalogues(run: RunSql): Promise<Trace[]> {
  const before = await filesOf(run);
  for (const catalogue of catalogues) await run(`write ${catalogue} anew`, `vacuum full pg_catalog.${catalogue}`);
  const after = await filesOf(run);
  return [...catalogues, ...shared]
    .filter((name) => before.get(name) === after.get(name))
    .map((name) => ({ kind: "catalogue file", name }));
}

async function filesOf(run: RunSql): Promise<Map<string, number>> {
  const names = JSON.stringify([...catalogues, ...shared]);
  const sql =
    "select c.relname::text as name, pg_relation_filenode(c.oid)::bigint as file from pg_class c where c.relnamespace = 'pg_catalog'::regnamespace and c.relname in (select jsonb_array_elements_text(:names::jsonb))";
  return new Map((await run("look at the catalogue's files", sql, { names })).map(({ name, file }) => [String(name), Number(file)]));
}
