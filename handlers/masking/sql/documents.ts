/** SQL functions that mask the values within arrays, JSON and hstore; which template a value gets stands in a table of places. */
import { type Lists, parseTemplate } from "../engine/index.ts";
import { maskExpression } from "./expression.ts";
import { maskingSchema as s } from "./functions.ts";

/** What becomes of the values in one place of a document; its number names it in the functions. */
export interface PlaceRow {
  readonly id: number;
  /** The place around it; null for the document itself. Items of lists stand in the list's own place. */
  readonly parent: number | null;
  readonly name: string | null;
  /** What is written in the name's place, where the name looks like data. */
  readonly renamed: string | null;
  /** The number of the template in `leafSql`. */
  readonly leaf: number;
  readonly numbers: "pass" | "mask" | "null";
  readonly booleans: "pass" | "null";
}

// An object's members or a list's items; nothing of anything else.
const members = (value: string): string => `jsonb_each(CASE jsonb_typeof(${value}) WHEN 'object' THEN ${value} ELSE '{}' END)`;
const items = (value: string): string => `jsonb_array_elements(CASE jsonb_typeof(${value}) WHEN 'array' THEN ${value} ELSE '[]' END)`;

const places = `CREATE TABLE ${s}.places (id int PRIMARY KEY, parent int, name text, renamed text, leaf int NOT NULL, numbers text NOT NULL, booleans text NOT NULL, UNIQUE (parent, name))`;

// The names from outside to inside, as JSON lists.
const namesOf = `CREATE FUNCTION ${s}.document_names(value jsonb) RETURNS SETOF jsonb LANGUAGE sql IMMUTABLE STRICT AS $$
WITH RECURSIVE walk(names, v) AS (
  SELECT '[]'::jsonb, value
  UNION ALL
  SELECT CASE WHEN c.name IS NULL THEN w.names ELSE w.names || jsonb_build_array(c.name) END, c.v
    FROM walk w CROSS JOIN LATERAL (SELECT e.key, e.value FROM ${members("w.v")} e UNION ALL SELECT NULL, e FROM ${items("w.v")} e) c(name, v))
SELECT DISTINCT names FROM walk $$`;

const textsOf = `CREATE FUNCTION ${s}.document_texts(value jsonb, root int) RETURNS TABLE (leaf int, v text) LANGUAGE sql STABLE STRICT AS $$
WITH RECURSIVE walk(place, v) AS (
  SELECT root, value
  UNION ALL
  SELECT c.place, c.v FROM walk w CROSS JOIN LATERAL (
    SELECT p.id, e.value FROM ${members("w.v")} e JOIN ${s}.places p ON p.parent = w.place AND p.name = e.key
    UNION ALL SELECT w.place, e FROM ${items("w.v")} e) c(place, v))
SELECT p.leaf, w.v #>> '{}' FROM walk w JOIN ${s}.places p ON p.id = w.place WHERE jsonb_typeof(w.v) = 'string' $$`;

const document = `CREATE FUNCTION ${s}.document(value jsonb, place int) RETURNS jsonb LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE kind text := jsonb_typeof(value); p ${s}.places; masked text;
BEGIN
  IF kind = 'null' THEN RETURN value; END IF;
  IF kind = 'object' THEN
    IF EXISTS (SELECT 1 FROM jsonb_object_keys(value) k WHERE NOT EXISTS (SELECT 1 FROM ${s}.places c WHERE c.parent = place AND c.name = k)) THEN
      RAISE EXCEPTION 'masking: a document has a member that the plan has not seen';
    END IF;
    RETURN coalesce((SELECT jsonb_object_agg(coalesce(c.renamed, e.key), ${s}.document(e.value, c.id)) FROM jsonb_each(value) e JOIN ${s}.places c ON c.parent = place AND c.name = e.key), '{}');
  END IF;
  IF kind = 'array' THEN
    RETURN coalesce((SELECT jsonb_agg(${s}.document(e.v, place) ORDER BY e.o) FROM jsonb_array_elements(value) WITH ORDINALITY e(v, o)), '[]');
  END IF;
  SELECT * INTO STRICT p FROM ${s}.places c WHERE c.id = place;
  IF kind = 'boolean' THEN RETURN CASE p.booleans WHEN 'pass' THEN value ELSE 'null' END; END IF;
  IF kind = 'number' AND p.numbers <> 'mask' THEN RETURN CASE p.numbers WHEN 'pass' THEN value ELSE 'null' END; END IF;
  masked := ${s}.leaf(p.leaf, value #>> '{}');
  IF kind = 'string' THEN RETURN coalesce(to_jsonb(masked), 'null'); END IF;
  RETURN CASE WHEN masked ~ '^-?(0|[1-9][0-9]*)([.][0-9]+)?$' THEN masked::jsonb ELSE 'null' END;
END $$`;

// An hstore in its own notation.
const quoted = (text: string): string => String.raw`'"' || replace(replace(${text}, E'\\', E'\\\\'), '"', E'\\"') || '"'`;
const hstoreText = `CREATE FUNCTION ${s}.hstore_text(value jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
SELECT coalesce(string_agg(${quoted("e.key")} || '=>' || coalesce(${quoted("e.value")}, 'NULL'), ', '), '') FROM jsonb_each_text(value) e $$`;

const list = `CREATE FUNCTION ${s}.list(leaf int, list text[]) RETURNS text[] LANGUAGE sql STABLE STRICT AS $$
SELECT CASE WHEN cardinality(list) = 0 THEN list ELSE (SELECT array_agg(${s}.leaf(leaf, e.v) ORDER BY e.o) FROM unnest(list) WITH ORDINALITY e(v, o)) END $$`;

/** The functions; they need `leafSql` besides. */
export const documentFunctions: readonly string[] = [places, namesOf, textsOf, document, hstoreText, list];

// As many templates a function as a statement has room for.
const mostCharacters = 50_000;

/**
 * The functions that mask a value within a document by the number of its template: statements to be run after installSql.
 *
 * @param templates - the template of each number
 */
export function leafSql(templates: readonly string[], lists: Lists): readonly string[] {
  const groups: string[][] = [[]];
  const groupOf: number[] = [];
  templates.forEach((text, leaf) => {
    const branch = `WHEN ${leaf} THEN RETURN ${maskExpression(parseTemplate(text), { sql: "x", type: "text", lists })};`;
    const last = groups.at(-1) ?? [];
    if (last.join("").length + branch.length > mostCharacters && last.length > 0) groups.push([branch]);
    else last.push(branch);
    groupOf.push(groups.length - 1);
  });
  const define = (name: string, branches: readonly string[]): string =>
    `CREATE OR REPLACE FUNCTION ${s}.${name}(t int, x text) RETURNS text LANGUAGE plpgsql STABLE AS $refresh_leaf$ BEGIN
CASE t ${branches.length === 0 ? "WHEN -1 THEN RETURN NULL;" : branches.join("\n")} END CASE; END $refresh_leaf$`;
  if (groups.length === 1) return [define("leaf", groups[0] ?? [])];
  const branches = groupOf.map((group, leaf) => `WHEN ${leaf} THEN RETURN ${s}.leaf_${group}(t, x);`);
  return [...groups.map((group, i) => define(`leaf_${i}`, group)), define("leaf", branches)];
}

/** Inserts places, bound as `places`: a JSON list of PlaceRow. */
export const insertPlacesSql = `INSERT INTO ${s}.places SELECT * FROM jsonb_to_recordset(:places::jsonb) AS p(id int, parent int, name text, renamed text, leaf int, numbers text, booleans text)`;

/** The masked value of a JSON, jsonb or hstore column. */
export function documentExpression(column: string, type: string, root: number): string {
  const masked = `${s}.document((${column})::jsonb, ${root})`;
  return `${/hstore"?$/.test(type) ? `${s}.hstore_text(${masked})` : masked}::${type}`;
}

/** The masked value of an array column of one dimension. */
export function listExpression(column: string, type: string, leaf: number): string {
  return `${s}.list(${leaf}, (${column})::text[])::${type.replace(/\([0-9, ]+\)/, "")}`;
}
