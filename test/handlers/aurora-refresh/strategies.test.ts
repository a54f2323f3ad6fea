import type { Client } from "pg";
import { startPostgres, type TestPostgres } from "../../support/postgres.ts";
import { catalogueOf } from "./catalogue.ts";
import { comparable, expectedRows, rowsOf } from "./expected.ts";
import { type Feature, features } from "./features.ts";
import { type Planned, planDatabase } from "./support.ts";

/** A feature in a schema of its own, so that many are planned and masked together. */
interface Placed {
  readonly schema: string;
  readonly feature: Feature;
}

/** What was found before and after a masking. */
interface Outcome {
  readonly planned: Planned;
  readonly before: string[];
  readonly after: string[];
  readonly expected: string[];
  readonly actual: string[];
}

let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
  const admin = await server.connect();
  await admin.query("create role reader; create role app_owner");
});
afterAll(() => server.stop());

const inSchema = (text: string, schema: string): string =>
  text.replace(/\bs\.(?=["\w])/g, `${schema}.`).replace(/\bschema s\b/g, `schema ${schema}`);
const placed = features.map((feature, i): Placed => ({ schema: `f${i}`, feature }));

/** Carries every statement out twice: what leaves a row in the ledger is rolled back first, anything else is repeated. */
async function carryOutInterrupted(client: Client, { statements }: Planned): Promise<void> {
  for (const { id, sql, ddl } of statements) {
    await client.query("begin");
    await client.query(sql);
    const { rows } = await client.query("select 1 from refresh_ledger.done where id = $1", [id]);
    await client.query(rows.length > 0 ? "rollback" : "commit");
    await client.query(sql);
    // A chunk whose answer was lost is sent again.
    if (!ddl) await client.query(sql);
    await client.query("insert into refresh_ledger.done (id) values ($1) on conflict do nothing", [id]);
  }
}

async function mask(name: string, all: readonly Placed[]): Promise<Map<string, Outcome>> {
  await (await server.connect()).query(`create database ${name}`);
  const client = await server.connect(name);
  await client.query("create schema refresh_ledger; create table refresh_ledger.done (id text primary key, at timestamptz default now())");
  for (const { schema, feature } of all) await client.query(`create schema ${schema}; ${inSchema(feature.sql, schema)}`);
  const rules = Object.fromEntries(
    all.flatMap(({ schema, feature }) => Object.entries(feature.rules ?? {}).map(([key, template]) => [`${schema}/${key}`, template])),
  );
  const catalogues = async (): Promise<Map<string, string[]>> => {
    const found = new Map<string, string[]>();
    for (const { schema, feature } of all) found.set(schema, await catalogueOf(client, [schema, ...(feature.also ?? [])]));
    return found;
  };
  const before = await catalogues();
  const schemas = all.map(({ schema }) => schema);
  const limits = all[0]?.feature.limits;
  const planned = await planDatabase(client, schemas, rules, limits === undefined ? {} : { limits });
  const rows = async (change: typeof expectedRows): Promise<Map<string, string[]>> => {
    const found = new Map<string, string[]>();
    for (const chosen of planned.open) {
      const lines = comparable(await change(await rowsOf(client, chosen), chosen, rules)).map((row) => `${chosen.table.name} ${row}`);
      found.set(chosen.service, [...(found.get(chosen.service) ?? []), ...lines]);
    }
    return found;
  };
  const expected = await rows(expectedRows);
  await carryOutInterrupted(client, planned);
  const actual = await rows(async (now) => [...now]);
  const after = await catalogues();
  const of = (map: Map<string, string[]>, schema: string): string[] => map.get(schema) ?? [];
  return new Map(
    schemas.map((schema) => [
      schema,
      { planned, before: of(before, schema), after: of(after, schema), expected: of(expected, schema), actual: of(actual, schema) },
    ]),
  );
}

describe("masking a schema with", () => {
  const together = placed.filter(({ feature }) => feature.alone !== true);
  let outcomes: Map<string, Outcome>;
  beforeAll(async () => {
    outcomes = await mask("together", together);
  });

  it.each(placed.map((one) => [one.feature.name, one] as const))("%s", async (_name, { schema, feature }) => {
    const { strategies, held: sentence } = feature;
    const found = outcomes.get(schema) ?? (await mask(schema, [{ schema, feature }])).get(schema);
    const { planned, before, after, expected, actual } = found as Outcome;
    const reason = planned.held.get(schema)?.[0];
    if (sentence === undefined) expect(reason).toBeUndefined();
    else expect(reason?.startsWith(inSchema(sentence, schema)) === true ? "" : reason).toBe("");
    const chosen = planned.open.filter(({ service }) => service === schema).map(({ table, strategy }) => [table.name, strategy]);
    expect(Object.fromEntries(chosen)).toEqual(strategies ?? {});
    expect(after).toEqual(before);
    expect(actual).toEqual(expected);
  });

  it("holds no statement that is too long, and no original in any", () => {
    const statements = [...outcomes.values()].flatMap(({ planned }) => planned.statements);
    expect(Math.max(...statements.map(({ sql }) => sql.length))).toBeLessThanOrEqual(65_336);
    expect(statements.filter(({ sql }) => /Ana|corp\.example/.test(sql)).map(({ id }) => id)).toEqual([]);
  });
});
