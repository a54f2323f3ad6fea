/** Random templates, keys and values on both engines, on every PostgreSQL at hand, whatever its collation and settings. */
import fc from "fast-check";
import type pg from "pg";
import { compileTemplate, deriveKeys, MaskingValueError, parseTemplate } from "../../handlers/masking/engine/index.ts";
import { insertKeySql, installSql, keyRows, maskExpression } from "../../handlers/masking/sql/index.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { lists, templateText } from "./support/arbitrary-templates.ts";
import { masterKey, value } from "./support/arbitrary-values.ts";
import { databases, servers } from "./support/servers.ts";
import { vectors } from "./support/vectors.ts";

const found = servers();
const batch = 100;

// The first server, that of the packages, gets most of the values.
const runs = (i: number, database: string): number => (i === 0 && database === "plain" ? 210 : 12);

async function install(client: pg.Client): Promise<void> {
  for (const statement of installSql()) await client.query(statement);
}

// A case-insensitive column in a session with every setting that changes how text is read or written.
const unusual =
  "SET standard_conforming_strings = off; SET escape_string_warning = off; SET DateStyle = 'SQL, DMY'; SET TimeZone = 'Asia/Kolkata'; SET IntervalStyle = 'sql_standard'; SET extra_float_digits = 0";

async function compare(client: pg.Client, column: string, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      templateText,
      masterKey,
      fc.array(fc.tuple(value, fc.option(value)), { minLength: batch, maxLength: batch }),
      async (text, key, rows) => {
        const template = parseTemplate(text);
        const keys = deriveKeys(key);
        const mask = compileTemplate(template, { keys, lists });
        for (const row of keyRows(keys, [template])) await client.query(insertKeySql("numbered"), [row.function, row.domain, row.key]);
        const { rows: masked } = await client.query(
          `SELECT ${maskExpression(template, { sql: column, type: "text", lists })} AS masked
           FROM (SELECT value AS raw, value COLLATE "C" AS plain, customer_id, i FROM unnest($1::text[], $2::text[]) WITH ORDINALITY u(value, customer_id, i)) v ORDER BY i`,
          [rows.map(([first]) => first), rows.map(([, second]) => second)],
        );
        for (const [i, [first, second]] of rows.entries()) {
          const expected = mask(first, () => second);
          const at = { template: text, value: first, field: second };
          if (masked[i].masked !== expected) expect({ ...at, masked: masked[i].masked }).toEqual({ ...at, masked: expected });
        }
      },
    ),
    { numRuns, endOnFailure: true },
  );
}

describe.each(found.map((server, i) => [server.major, server, i] as const))("PostgreSQL %d", (major, server, i) => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres(server.bin);
  });
  afterAll(() => postgres.stop());

  for (const database of databases) {
    const test = major >= database.since ? it : it.skip;
    test(`masks as TypeScript does in a database with ${database.create}`, async () => {
      const admin = await postgres.connect();
      await admin.query(`CREATE DATABASE ${database.name} TEMPLATE template0 ENCODING 'UTF8' ${database.create}`);
      const client = await postgres.connect(database.name);
      await install(client);
      if (database.name !== "plain") await client.query(unusual);
      await compare(client, "raw", runs(i, database.name));
    });
  }

  it.each(databases.filter(({ since }) => major >= since).map(({ name }) => name))(
    "gives the 56 vectors in the database %s",
    async (name) => {
      const client = await postgres.connect(name);
      const keys = deriveKeys(Buffer.from(vectors.masterKeyHex, "hex"));
      const given = new Map(Object.entries(vectors.lists));
      for (const { template: text, value: original, by, expected } of vectors.vectors) {
        const template = parseTemplate(text);
        for (const row of keyRows(keys, [template])) await client.query(insertKeySql("numbered"), [row.function, row.domain, row.key]);
        const sql = maskExpression(template, { sql: "value", type: "text", lists: given });
        const values = [original, by ?? null];
        const { rows } = await client.query(`SELECT ${sql} AS masked FROM (SELECT $1::text AS value, $2::text AS customer_id) v`, values);
        expect([text, original, rows[0].masked]).toEqual([text, original, expected]);
      }
    },
  );

  it("gives what pgcrypto gives, and does not need it", async () => {
    const client = await postgres.connect("plain");
    const keys = deriveKeys(new Uint8Array(32));
    await client.query("CREATE EXTENSION pgcrypto");
    await client.query(insertKeySql("numbered"), ["hash", "", keys.subkey("hash", "")]);
    const values = fc.sample(value, 500);
    const { rows } = await client.query(
      "SELECT refresh_masking.mac('hash', '', x) AS own, encode(hmac(x, $2, 'sha256'), 'hex') AS pgcrypto FROM unnest($1::text[]) x",
      [values, keys.subkey("hash", "")],
    );
    expect(rows.map((row) => row.own)).toEqual(rows.map((row) => row.pgcrypto));
  });

  it("masks a column that compares without case", async () => {
    const client = await postgres.connect("plain");
    await client.query("CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
    await compare(client, "(raw COLLATE nocase)", 12);
  });
});

describe("values that no store can hold", () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  it("are refused by both engines", async () => {
    const client = await postgres.connect();
    const mask = compileTemplate(parseTemplate("{{hash}}"), { keys: deriveKeys(new Uint8Array(32)) });
    for (const text of ["a\u0000", "\ud800", "a\udc00b"]) {
      expect(() => mask(text)).toThrow(MaskingValueError);
      await expect(client.query("SELECT $1::jsonb #>> '{}'", [JSON.stringify(text)])).rejects.toThrow(
        /unsupported Unicode|invalid input syntax/,
      );
    }
    await expect(client.query("SELECT $1::text", ["a\u0000"])).rejects.toThrow("invalid byte sequence");
    await expect(client.query("SELECT convert_from('\\xeda080', 'UTF8')")).rejects.toThrow("invalid byte sequence");
  });
});
