/** The SQL functions of masking/v1: the same bytes as the engine in TypeScript. Each reads its sub-key from the key table. */

/** The schema that holds the key table and the functions on the clone; dropped before the masked snapshot. */
export const maskingSchema = "refresh_masking";

const s = maskingSchema;

// normalize() came with 13, and lengths, positions and bytes are those of UTF-8.
const checkServer = `DO $$ BEGIN
  IF current_setting('server_version_num')::int < 130000 THEN RAISE EXCEPTION 'masking needs PostgreSQL 13 or newer, and this is %', current_setting('server_version'); END IF;
  IF current_setting('server_encoding') <> 'UTF8' THEN RAISE EXCEPTION 'masking needs a database in UTF8, and this one is in %', current_setting('server_encoding'); END IF;
END $$`;

const pad = `CREATE FUNCTION ${s}.pad(key text, byte int) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE padded bytea := convert_to(key, 'UTF8');
BEGIN
  IF length(padded) <> 64 THEN RAISE EXCEPTION 'a masking sub-key has 64 hexadecimal digits'; END IF;
  FOR i IN 0..63 LOOP padded := set_byte(padded, i, get_byte(padded, i) # byte); END LOOP;
  RETURN padded;
END $$`;

const keyTable = `CREATE TABLE ${s}.keys (
  function text NOT NULL, domain text NOT NULL, key text NOT NULL,
  inner_pad bytea GENERATED ALWAYS AS (${s}.pad(key, 54)) STORED, outer_pad bytea GENERATED ALWAYS AS (${s}.pad(key, 92)) STORED,
  PRIMARY KEY (function, domain))`;

// pgcrypto's hmac gives the same bytes and is not needed: with the pads stored, the built-in sha256 takes 0.8 times its CPU.
const macFromTable = `CREATE FUNCTION ${s}.mac_from_table(f text, d text, x text) RETURNS bytea LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE inner_pad bytea; outer_pad bytea;
BEGIN
  SELECT k.inner_pad, k.outer_pad INTO inner_pad, outer_pad FROM ${s}.keys k WHERE k.function = f AND k.domain = d;
  IF NOT FOUND THEN RAISE EXCEPTION 'masking: the key table has no sub-key for "%/%"', f, d USING HINT = 'Insert the rows of keyRows before masking.'; END IF;
  RETURN sha256(outer_pad || sha256(inner_pad || convert_to(x, 'UTF8')));
END $$`;

const loadedPad = (side: "inner" | "outer"): string =>
  `decode(nullif(current_setting('${s}.${side}_' || f || '_' || md5(d), true), ''), 'hex')`;

/**
 * Loads the key table's pads into settings that end with the transaction, where `mac_bytes` finds them without a query: an
 * eighth of the CPU. No key stands in the text of any statement.
 */
export const loadKeysSql = `select set_config('${s}.' || side || '_' || function || '_' || md5(domain),
  encode(case side when 'outer' then outer_pad else inner_pad end, 'hex'), true) from ${s}.keys, (values ('inner'), ('outer')) pads (side)`;

// Not strict: PostgreSQL inlines no strict function with a coalesce. After its transaction a local setting reads as ''.
const macBytes = `CREATE FUNCTION ${s}.mac_bytes(f text, d text, x text) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT coalesce(sha256(${loadedPad("outer")} || sha256(${loadedPad("inner")} || convert_to(x, 'UTF8'))), ${s}.mac_from_table(f, d, x)) $$`;

// A define with a one-line SQL body; such functions are inlined, or at least cheap.
const define = (signature: string, returns: string, body: string): string =>
  `CREATE FUNCTION ${s}.${signature} RETURNS ${returns} LANGUAGE sql IMMUTABLE STRICT AS $$ ${body} $$`;

const plpgsql = (signature: string, returns: string, body: string, nulls = "STRICT"): string =>
  `CREATE FUNCTION ${s}.${signature} RETURNS ${returns} LANGUAGE plpgsql STABLE ${nulls} AS $$\n${body} $$`;

const helpers = [
  `CREATE FUNCTION ${s}.mac(f text, d text, x text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT encode(${s}.mac_bytes(f, d, x), 'hex') $$`,
  define("num(h text)", "bigint", "SELECT ('x' || substr(h, 1, 13))::bit(52)::bigint"),
  // The text of another field, whatever DateStyle and TimeZone say.
  `CREATE FUNCTION ${s}.field_text(v anyelement) RETURNS text LANGUAGE plpgsql STABLE STRICT SET DateStyle = 'ISO, YMD' SET TimeZone = 'UTC' AS $$
BEGIN
  RETURN CASE pg_typeof(v)::text
    WHEN 'timestamp with time zone' THEN to_char(v::text::timestamptz, 'YYYY-MM-DD HH24:MI:SS.US"+00"')
    WHEN 'timestamp without time zone' THEN to_char(v::text::timestamp, 'YYYY-MM-DD HH24:MI:SS.US')
    WHEN 'inet' THEN host(v::text::inet)
    ELSE v::text END;
END $$`,
];

const prepare = [
  define("trim_blanks(x text)", "text", "SELECT btrim(x, E' \\t\\r\\n')"),
  define("local_part(x text)", "text", "SELECT CASE WHEN strpos(x, '@') = 0 THEN x ELSE left(x, -strpos(reverse(x), '@')) END"),
  // split_part takes no negative number before PostgreSQL 14.
  define(
    "piece_from_end(x text, separator text, n int)",
    "text",
    "SELECT coalesce((string_to_array(x, separator))[cardinality(string_to_array(x, separator)) + 1 - n], '')",
  ),
  define("domain_part(x text)", "text", "SELECT CASE WHEN strpos(x, '@') = 0 THEN '' ELSE right(x, strpos(reverse(x), '@') - 1) END"),
];

const reveal = [
  define("first(x text, n int)", "text", "SELECT CASE WHEN char_length(x) > n THEN left(x, n) ELSE repeat('X', char_length(x)) END"),
  define("last(x text, n int)", "text", "SELECT CASE WHEN char_length(x) > n THEN right(x, n) ELSE repeat('X', char_length(x)) END"),
  define("redact(x text)", "text", "SELECT regexp_replace(x, E'[A-Za-z0-9]|[^\\\\u0001-\\\\u007F]', 'X', 'g')"),
];

/**
 * One code point moved by a byte of the keyed hash. An expression, not a function: PostgreSQL would not inline it, and a call
 * costs as much as the rest of a character.
 */
export function movedSql(point: string, byte: string): string {
  return `CASE WHEN ${point} BETWEEN 48 AND 57 THEN chr(48 + (${point} - 47 + ${byte} % 9) % 10)
    WHEN ${point} BETWEEN 65 AND 90 THEN chr(65 + (${point} - 64 + ${byte} % 25) % 26)
    WHEN ${point} BETWEEN 97 AND 122 THEN chr(97 + (${point} - 96 + ${byte} % 25) % 26) WHEN ${point} > 127 THEN 'x' ELSE chr(${point}) END`;
}

const format = plpgsql(
  "format(x text, d text)",
  "text",
  `DECLARE bytes bytea := ${s}.mac_bytes('format', d, x); masked text;
BEGIN
  IF x = '' THEN RETURN ''; END IF;
  FOR j IN 1..(char_length(x) - 1) / 32 LOOP bytes := bytes || ${s}.mac_bytes('format', d, x || E'\\x1f' || j); END LOOP;
  SELECT string_agg(${movedSql("p", "b")}, '' ORDER BY i) INTO masked
    FROM (SELECT ascii(c) AS p, get_byte(bytes, i::int - 1) AS b, i FROM unnest(string_to_array(x, NULL)) WITH ORDINALITY u(c, i)) v;
  RETURN masked;
END`,
);

/** The statements' groups in the order in which they depend on each other. */
export const baseFunctions: readonly string[] = [
  checkServer,
  pad,
  keyTable,
  macFromTable,
  macBytes,
  ...helpers,
  ...prepare,
  ...reveal,
  format,
];

/** Defines a plpgsql function in the masking schema. */
export { define, plpgsql };
