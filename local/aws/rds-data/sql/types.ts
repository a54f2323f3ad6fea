/** PostgreSQL's types as the Data API sees them: which Field they become, and their JDBC numbers. */

/** Which member of a Field a value becomes. */
export type FieldKind = "long" | "double" | "boolean" | "blob" | "decimal" | "text" | "timestamptz" | "unsupported";

export type TypeFacts = {
  /** PostgreSQL's name; arrays begin with an underscore. */
  readonly name: string;
  readonly kind: FieldKind;
  /** java.sql.Types. */
  readonly jdbc: number;
  /** Facts of the element type, for arrays. */
  readonly element?: TypeFacts;
};

const OTHER = 1111;
const ARRAY = 2003;

type Row = readonly [oid: number, arrayOid: number, name: string, kind: FieldKind, jdbc: number];

const ROWS: readonly Row[] = [
  [16, 1000, "bool", "boolean", -7],
  [17, 1001, "bytea", "blob", -2],
  [18, 1002, '"CHAR"', "unsupported", 1],
  [19, 1003, "name", "text", 12],
  [20, 1016, "int8", "long", -5],
  [21, 1005, "int2", "long", 5],
  [23, 1007, "int4", "long", 4],
  [24, 1008, "regproc", "unsupported", OTHER],
  [25, 1009, "text", "text", 12],
  [26, 1028, "oid", "long", -5],
  [27, 1010, "tid", "unsupported", OTHER],
  [28, 1011, "xid", "unsupported", OTHER],
  [29, 1012, "cid", "unsupported", OTHER],
  [22, 1006, "int2vector", "unsupported", OTHER],
  [30, 1013, "oidvector", "unsupported", OTHER],
  [114, 199, "json", "text", OTHER],
  [142, 143, "xml", "text", 2009],
  [194, 0, "pg_node_tree", "unsupported", OTHER],
  [600, 1017, "point", "unsupported", OTHER],
  [601, 1018, "lseg", "unsupported", OTHER],
  [602, 1019, "path", "unsupported", OTHER],
  [603, 1020, "box", "unsupported", OTHER],
  [604, 1027, "polygon", "unsupported", OTHER],
  [628, 629, "line", "unsupported", OTHER],
  [650, 651, "cidr", "text", OTHER],
  [700, 1021, "float4", "double", 7],
  [701, 1022, "float8", "double", 8],
  [718, 719, "circle", "unsupported", OTHER],
  [774, 775, "macaddr8", "text", OTHER],
  [790, 791, "money", "unsupported", 8],
  [829, 1040, "macaddr", "text", OTHER],
  [869, 1041, "inet", "text", OTHER],
  [1033, 1034, "aclitem", "unsupported", OTHER],
  [1042, 1014, "bpchar", "text", 1],
  [1043, 1015, "varchar", "text", 12],
  [1082, 1182, "date", "text", 91],
  [1083, 1183, "time", "text", 92],
  [1114, 1115, "timestamp", "text", 93],
  [1184, 1185, "timestamptz", "timestamptz", 93],
  [1186, 1187, "interval", "text", OTHER],
  [1266, 1270, "timetz", "text", 92],
  [1560, 1561, "bit", "text", -7],
  [1562, 1563, "varbit", "text", OTHER],
  [1700, 1231, "numeric", "decimal", 2],
  [2202, 2207, "regprocedure", "unsupported", OTHER],
  [2203, 2208, "regoper", "unsupported", OTHER],
  [2204, 2209, "regoperator", "unsupported", OTHER],
  [2205, 2210, "regclass", "unsupported", OTHER],
  [2206, 2211, "regtype", "unsupported", OTHER],
  [2249, 2287, "record", "unsupported", OTHER],
  [2278, 0, "void", "text", OTHER],
  [2950, 2951, "uuid", "text", OTHER],
  [3220, 3221, "pg_lsn", "unsupported", OTHER],
  [3614, 3643, "tsvector", "text", OTHER],
  [3802, 3807, "jsonb", "text", OTHER],
  [4089, 4090, "regnamespace", "unsupported", OTHER],
  [4096, 4097, "regrole", "unsupported", OTHER],
  [5069, 271, "xid8", "unsupported", OTHER],
];

/** Facts of an array over a type; an array of blobs has no place in an ArrayValue. */
export function arrayOf(element: TypeFacts): TypeFacts {
  const kind = element.kind === "blob" ? "unsupported" : element.kind;
  return { name: `_${element.name}`, kind, jdbc: ARRAY, element };
}

/** A type that is not built in, from its row of `pg_type`. */
export function userType(name: string, composite: boolean): TypeFacts {
  return { name, kind: composite ? "unsupported" : "text", jdbc: composite ? 2002 : OTHER };
}

/** The built-in types by oid. */
export const BUILT_IN: ReadonlyMap<number, TypeFacts> = new Map(
  ROWS.flatMap(([oid, arrayOid, name, kind, jdbc]): [number, TypeFacts][] => {
    const facts = { name, kind, jdbc };
    return arrayOid === 0
      ? [[oid, facts]]
      : [
          [oid, facts],
          [arrayOid, arrayOf(facts)],
        ];
  }),
);
