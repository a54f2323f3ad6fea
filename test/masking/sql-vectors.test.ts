/** The 56 vectors of masking/v1 on a real PostgreSQL, types of columns and keys. */

import type pg from "pg";
import { compileTemplate, deriveKeys, parseTemplate } from "../../handlers/masking/engine/index.ts";
import { dropSql, insertKeySql, installSql, keyRows, loadKeysSql, maskExpression } from "../../handlers/masking/sql/index.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { vectors } from "./support/vectors.ts";

const keys = deriveKeys(Buffer.from(vectors.masterKeyHex, "hex"));
const lists = new Map(Object.entries(vectors.lists));
const templates = [
  ...new Set(vectors.vectors.map((vector) => vector.template)),
  "{{format:other}}",
  "{{local|upper|hash:9:d}}-{{domain|format}}",
  "{{digits|last:3}}{{part: :2|trim|lower|hash:8|redact}}",
  "{{part:-:-2|format}}",
  "{{nfc|first:3}}",
  "{{int:-5:5}}",
  "{{date:1}}",
  "{{date:36500}}",
  "{{date:36500}}{{hash:8}}",
  "{{card:4}}",
].map(parseTemplate);

describe("masking/v1 in SQL", () => {
  let server: TestPostgres;
  let client: pg.Client;

  beforeAll(async () => {
    server = await startPostgres();
    client = await server.connect();
    for (const statement of installSql()) await client.query(statement);
    for (const row of keyRows(keys, templates)) await client.query(insertKeySql("numbered"), [row.function, row.domain, row.key]);
  });
  afterAll(() => server.stop());

  const masked = async ({ template, value, by }: (typeof vectors.vectors)[number]): Promise<unknown> => {
    const sql = maskExpression(parseTemplate(template), { sql: "value", type: "text", lists });
    const query = `SELECT ${sql} AS masked FROM (SELECT $1::text AS value, $2::text AS customer_id) v`;
    return (await client.query(query, [value, by ?? null])).rows[0].masked;
  };

  it.each(vectors.vectors.map((vector) => [vector.note, vector] as const))("%s", async (_note, vector) => {
    expect(await masked(vector)).toBe(vector.expected);
  });

  it("gives the same where the keys are loaded for the transaction, reads no table then, and forgets them at its end", async () => {
    await client.query("BEGIN");
    await client.query(loadKeysSql);
    await client.query("DELETE FROM refresh_masking.keys");
    for (const vector of vectors.vectors) expect(await masked(vector)).toBe(vector.expected);
    await client.query("ROLLBACK");
    const { rows } = await client.query("SELECT name FROM pg_settings WHERE name LIKE 'refresh_masking.%' AND setting <> ''");
    expect(rows).toEqual([]);
    for (const vector of vectors.vectors) expect(await masked(vector)).toBe(vector.expected);
  });

  it("masks columns of every type that a template fits, inside ALTER TABLE", async () => {
    await client.query(
      `CREATE TABLE people (id int PRIMARY KEY, email varchar(40), code char(8), born date, seen timestamptz, ip inet, token uuid, account bigint, doc jsonb)`,
    );
    await client.query(`INSERT INTO people VALUES
      (1, 'ana.lopez@corp.example', 'AB12', '1985-07-14', '2024-05-06T07:08:09Z', '203.0.113.7', '3F2504E0-4F89-41D3-9A0C-0305E82C3301', 1000017, '{"a": 1}'),
      (2, '', NULL, 'infinity', NULL, '2001:db8::7', NULL, NULL, NULL)`);
    const rules: [string, string, string][] = [
      ["email", "character varying(40)", "test+{{hash}}@example.com"],
      ["code", "character(8)", "{{format}}"],
      ["born", "date", "{{year}}"],
      ["seen", "timestamp with time zone", "{{year}}"],
      ["ip", "inet", "{{ip}}"],
      ["token", "uuid", "{{uuid}}"],
      ["account", "bigint", "{{perm:nz}}"],
      ["doc", "jsonb", "{}"],
    ];
    const rows = keyRows(
      keys,
      rules.map(([, , template]) => parseTemplate(template)),
    );
    for (const row of rows) await client.query(insertKeySql("numbered"), [row.function, row.domain, row.key]);
    const actions = rules.map(
      ([name, type, template]) => `ALTER COLUMN ${name} TYPE ${type} USING ${maskExpression(parseTemplate(template), { sql: name, type })}`,
    );
    await client.query(`ALTER TABLE people ${actions.join(", ")}`);
    const { rows: masked } = await client.query("SELECT to_jsonb(p) AS row FROM people p ORDER BY id");
    const text = (template: string, value: string): string | null => compileTemplate(parseTemplate(template), { keys })(value);
    expect(masked[0].row).toMatchObject({
      email: "test+08111aa304393559@example.com",
      code: text("{{format}}", "AB12")?.padEnd(8),
      born: "1985-01-01",
      seen: "2024-01-01T00:00:00+00:00",
      ip: "10.245.88.104",
      token: "12cca423-1a3c-4f3b-b925-b9382401d786",
      account: 6804496,
      doc: {},
    });
    expect(masked[1].row).toMatchObject({ email: "", code: null, born: "infinity", seen: null, token: null, account: null, doc: null });
  });

  it("refuses a result that is too long for its column instead of cutting it", async () => {
    await client.query("CREATE TABLE narrow (email varchar(10)); INSERT INTO narrow VALUES ('a@b')");
    const sql = maskExpression(parseTemplate("test+{{hash}}@example.com"), { sql: "email", type: "character varying(10)" });
    await expect(client.query(`ALTER TABLE narrow ALTER email TYPE varchar(10) USING ${sql}`)).rejects.toThrow("value too long");
  });

  it("raises when the key is missing, and when the key table is gone", async () => {
    const sql = maskExpression(parseTemplate("{{hash:16:nobody}}"), { sql: "'x'", type: "text" });
    await expect(client.query(`SELECT ${sql}`)).rejects.toThrow('no sub-key for "hash/nobody"');
    const known = maskExpression(parseTemplate("{{hash}}"), { sql: "'x'", type: "text" });
    await client.query("BEGIN; DROP TABLE refresh_masking.keys CASCADE");
    await expect(client.query(`SELECT ${known}`)).rejects.toThrow("does not exist");
    await client.query("ROLLBACK");
  });

  it("has no key in any statement, and leaves nothing when dropped", async () => {
    const secrets = keyRows(keys, templates).map((row) => row.key);
    const { rows } = await client.query(
      "SELECT string_agg(prosrc, '') AS source FROM pg_proc WHERE pronamespace = 'refresh_masking'::regnamespace",
    );
    for (const secret of secrets) expect(installSql().join() + rows[0].source).not.toContain(secret);
    await client.query("BEGIN");
    for (const statement of dropSql()) await client.query(statement);
    expect((await client.query("SELECT 1 FROM pg_namespace WHERE nspname = 'refresh_masking'")).rows).toEqual([]);
    await client.query("ROLLBACK");
  });
});
