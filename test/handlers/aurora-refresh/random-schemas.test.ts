import fc from "fast-check";
import type { Client } from "pg";
import { startPostgres, type TestPostgres } from "../../support/postgres.ts";
import { catalogueOf } from "./catalogue.ts";
import { comparable, expectedRows, rowsOf } from "./expected.ts";
import { carryOut, planDatabase } from "./support.ts";

let server: TestPostgres;
let client: Client;
beforeAll(async () => {
  server = await startPostgres();
  client = await server.connect();
});
afterAll(() => server.stop());

const types = ["text", "varchar(40)", "text[]", "jsonb", "date", "int", "bytea", "timestamptz", "uuid"] as const;
const literals: Readonly<Record<(typeof types)[number], fc.Arbitrary<string>>> = {
  text: fc.constantFrom("Ana López", "", "a'b", "Zoë 7", "x\\y"),
  "varchar(40)": fc.constantFrom("Bo", "call 555 0100"),
  "text[]": fc.constantFrom('{a,"b c",NULL}', "{}"),
  jsonb: fc.constantFrom('{"name": "Ana", "n": [1, {"email": "a@b.example"}], "ok": false}', "[]", '"text"', '{"a b": {"c": "d"}}'),
  date: fc.constantFrom("1984-05-06", "2001-01-01"),
  int: fc.constantFrom("7", "0"),
  bytea: fc.constantFrom("\\x616e61", "\\x"),
  timestamptz: fc.constantFrom("2024-02-03 04:05:06+00"),
  uuid: fc.constantFrom("3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
};
const names = ["name", "Note", "email", "birth_date", "phone", "data"] as const;

const column = fc.record({
  type: fc.constantFrom(...types),
  nullable: fc.boolean(),
  generated: fc.boolean(),
  index: fc.constantFrom("", "plain", "lower"),
});
const table = fc.record({
  columns: fc.dictionary(fc.constantFrom(...names), column, { minKeys: 1, maxKeys: 4 }),
  partitioned: fc.boolean(),
  references: fc.boolean(),
  view: fc.constantFrom("", "view", "materialized view"),
  rows: fc.integer({ min: 0, max: 6 }),
});
type RandomTable = typeof table extends fc.Arbitrary<infer T> ? T : never;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The statements that make a table `t<n>`, whose key the table after it may name. */
function sqlOf({ columns, partitioned, references, view, rows }: RandomTable, n: number, pick: fc.GeneratorValue): string[] {
  const list = Object.entries(columns);
  const texts = list.filter(([, { type }]) => type === "text");
  const defined = list.map(([name, { type, nullable }]) => `"${name}" ${type}${nullable ? "" : " not null"}`);
  const generated = texts
    .filter((entry) => entry[1].generated)
    .map(([name]) => `"${name}_size" int generated always as (length("${name}")) stored`);
  const foreign = references && n > 0 ? [`parent text references r.t${n - 1} (code)`] : [];
  const sql = [
    `create table r.t${n} (code text primary key, ${[...defined, ...generated, ...foreign].join(", ")})${partitioned ? " partition by hash (code)" : ""}`,
  ];
  if (partitioned)
    for (const i of [0, 1]) sql.push(`create table r.t${n}_${i} partition of r.t${n} for values with (modulus 2, remainder ${i})`);
  for (const [name, { index, type }] of list) {
    if (index !== "" && (type === "text" || type === "varchar(40)"))
      sql.push(`create index on r.t${n} (${index === "lower" ? `lower("${name}")` : `"${name}"`})`);
  }
  if (view !== "")
    sql.push(`create ${view} r.v${n} as select code, ${list.map(([name]) => `"${name}"`).join(", ")} from r.t${n} where code <> 'x'`);
  for (let row = 0; row < rows; row++) {
    const values = list.map(([, { type, nullable }]) => (nullable && row % 3 === 2 ? "null" : quoted(pick(() => literals[type]))));
    const parent = foreign.length > 0 ? [`(select code from r.t${n - 1} order by code offset ${row} limit 1)`] : [];
    const into = ["code", ...list.map(([name]) => `"${name}"`), ...(foreign.length > 0 ? ["parent"] : [])].join(", ");
    sql.push(`insert into r.t${n} (${into}) values (${[`'Code-${n}-${row}'`, ...values, ...parent].join(", ")})`);
  }
  return view === "materialized view" ? [...sql, `refresh materialized view r.v${n}`] : sql;
}

describe("any small schema", () => {
  it("is masked as the engine in TypeScript does it, and is the same schema afterwards", async () => {
    const rules = { email: "{{null}}", phone: "{{redact}}", birth_date: "{{keep}}" };
    await fc.assert(
      fc.asyncProperty(fc.array(table, { minLength: 1, maxLength: 3 }), fc.gen(), async (tables, pick) => {
        await client.query("drop schema if exists r cascade; drop schema if exists refresh_ledger cascade; create schema r");
        for (const sql of tables.flatMap((one, n) => sqlOf(one, n, pick))) await client.query(sql);
        const before = await catalogueOf(client, ["r"]);
        const { open, held, statements } = await planDatabase(client, ["r"], rules);
        if (held.size > 0) return;
        const expected = [];
        for (const chosen of open) expected.push(comparable(await expectedRows(await rowsOf(client, chosen), chosen, rules)));
        const stop = statements.length === 0 ? 0 : pick(fc.integer, { min: 0, max: statements.length - 1 });
        await carryOut(client, statements, stop);
        await carryOut(client, statements);
        expect(await catalogueOf(client, ["r"])).toEqual(before);
        const actual = [];
        for (const chosen of open) actual.push(comparable(await rowsOf(client, chosen)));
        expect(actual).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });
});
