/** `columnMetadata` of a result, in the figures of the PostgreSQL JDBC driver. */
import type { Column } from "../run-statement.ts";
import type { ColumnOrigin } from "./catalogue.ts";
import type { TypeFacts } from "./types.ts";

const UNLIMITED = 2_147_483_647;
const SIZES: Readonly<Record<string, readonly [precision: number, scale: number]>> = {
  int2: [5, 0],
  int4: [10, 0],
  int8: [19, 0],
  oid: [10, 0],
  float4: [8, 8],
  float8: [17, 17],
  bool: [1, 0],
  date: [13, 0],
  time: [15, 6],
  timetz: [21, 6],
  timestamp: [29, 6],
  timestamptz: [35, 6],
};
const SIGNED = new Set(["int2", "int4", "int8", "float4", "float8", "numeric"]);
const CASELESS = new Set([...SIGNED, "oid", "bool", "bit", "varbit", "date", "time", "timetz", "timestamp", "timestamptz", "interval"]);
const SERIAL: Readonly<Record<string, string>> = { int2: "smallserial", int4: "serial", int8: "bigserial" };

function sizeOf(name: string, modifier: number): readonly [number, number] {
  if (name === "numeric") return modifier < 4 ? [0, 0] : [(modifier - 4) >> 16, (modifier - 4) & 0xffff];
  if ((name === "varchar" || name === "bpchar") && modifier >= 4) return [modifier - 4, 0];
  return SIZES[name] ?? [UNLIMITED, 0];
}

/** The fourteen members of one column. */
export function columnMetadata(
  column: Column,
  type: TypeFacts,
  origin: ColumnOrigin | undefined,
): Readonly<Record<string, string | number | boolean>> {
  const [precision, scale] = sizeOf(type.name, column.dataTypeModifier);
  const autoIncrement = origin?.autoIncrement ?? false;
  return {
    arrayBaseColumnType: type.element?.jdbc ?? 0,
    isAutoIncrement: autoIncrement,
    isCaseSensitive: !CASELESS.has(type.name),
    isCurrency: false,
    isSigned: SIGNED.has(type.name),
    label: column.name,
    name: column.name,
    nullable: origin === undefined ? 2 : origin.nullable ? 1 : 0,
    precision,
    scale,
    schemaName: "",
    tableName: origin?.table ?? "",
    type: type.jdbc,
    typeName: autoIncrement ? (SERIAL[type.name] ?? type.name) : type.name,
  };
}
