/** How masking sees PostgreSQL's types, and those of the stores without a schema. */

/** What kind of data a type holds. */
export type TypeKind =
  | "text"
  | "number"
  | "boolean"
  | "uuid"
  | "date"
  | "timestamp"
  | "time"
  | "array"
  | "json"
  | "xml"
  | "hstore"
  | "tsvector"
  | "bytea"
  | "inet"
  | "system"
  | "other";

const kinds: Readonly<Record<Exclude<TypeKind, "array" | "other">, readonly string[]>> = {
  text: ["text", "character varying", "varchar", "character", "char", "bpchar", "citext", "name", '"char"', "attribute", "csv"],
  number: [
    "smallint",
    "integer",
    "bigint",
    "int2",
    "int4",
    "int8",
    "numeric",
    "decimal",
    "real",
    "double precision",
    "float4",
    "float8",
    "money",
    "int4range",
    "int8range",
    "numrange",
  ],
  boolean: ["boolean", "bool"],
  uuid: ["uuid"],
  date: ["date"],
  timestamp: ["timestamp without time zone", "timestamp with time zone", "timestamp", "timestamptz"],
  time: ["time without time zone", "time with time zone", "time", "timetz", "interval", "tsrange", "tstzrange"],
  json: ["json", "jsonb"],
  xml: ["xml"],
  hstore: ["hstore"],
  tsvector: ["tsvector", "tsquery"],
  bytea: ["bytea"],
  inet: ["inet", "cidr"],
  system: ["oid", "pg_lsn", "xid", "xid8", "tid", "cid", "txid_snapshot", "pg_snapshot", "regclass", "regtype", "regproc"],
};

const byName = new Map(Object.entries(kinds).flatMap(([kind, names]) => names.map((name) => [name, kind as TypeKind] as const)));

/** The kind of a type. A schema's prefix (`public.citext`) and a modifier (`varchar(5)`) do not matter. */
export function kindOf(type: string): TypeKind {
  const plain = type.trim().toLowerCase();
  if (plain.endsWith("[]")) return "array";
  const bare = plain.replace(/\([0-9, ]*\)/, "").replace(/^[a-z0-9_]+\./, "");
  return byName.get(bare) ?? "other";
}

/** Whether a text type compares without case. */
export function isCitext(type: string): boolean {
  return /(^|\.)citext$/.test(type.trim().toLowerCase());
}

/** The greatest integer that a type takes; undefined for types without such a bound. */
export function greatestInteger(type: string): number | undefined {
  const plain = type.trim().toLowerCase();
  if (plain === "smallint" || plain === "int2") return 32_767;
  if (plain === "integer" || plain === "int4") return 2_147_483_647;
  return undefined;
}
