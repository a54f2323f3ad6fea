/** Decisions and expressions together, on schemas in a real PostgreSQL: everything masked, keys distinct, references intact. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { maskSchema } from "./support/mask-schema.ts";

const schema = `
CREATE TYPE mood AS ENUM ('happy', 'sad');
CREATE TABLE customers (customer_id varchar(5) PRIMARY KEY, company varchar(40) NOT NULL, email text UNIQUE, photo bytea NOT NULL, born date, feels mood,
  status varchar(8) NOT NULL CHECK (status IN ('open', 'shut''x')), tags text[] NOT NULL, doc jsonb, phone bigint NOT NULL);
CREATE TABLE territories (territory_id varchar(20) PRIMARY KEY, description text NOT NULL, state text CHECK (length(state) = 2));
CREATE TABLE visits (customer_id varchar(5) REFERENCES customers, territory_id varchar(20) REFERENCES territories, day date, note text, PRIMARY KEY (customer_id, territory_id));
CREATE TABLE employees (id int PRIMARY KEY, name varchar(10) NOT NULL, boss int REFERENCES employees);
INSERT INTO customers SELECT 'AB' || chr(65 + i % 26) || chr(65 + i / 26) || 'Z', 'Company ''é'' ' || i, 'u' || i || '@corp.example', '\\x0102', date '1980-05-05' + i, 'happy', 'open', ARRAY['secret'], '{"a": "secret"}', 5550100 + i FROM generate_series(0, 199) i;
INSERT INTO territories SELECT lpad((i * 37)::text, 5, '0'), 'Territory ' || i, 'WA' FROM generate_series(0, 99) i;
INSERT INTO visits SELECT customer_id, territory_id, '2024-02-03', 'secret note' FROM customers, territories LIMIT 500;
INSERT INTO employees VALUES (1, 'Ana', NULL), (2, 'Bob', 1);`;

describe("a masked schema", () => {
  let server: TestPostgres;
  let client: pg.Client;
  const actions: Record<string, string> = {};

  beforeAll(async () => {
    server = await startPostgres();
    client = await server.connect();
    await client.query(schema);
    Object.assign(actions, await maskSchema(client, { email: "test+{{hash}}@example.com" }, ["territory_id"]));
  });
  afterAll(() => server.stop());

  it("decides every column", () => {
    expect(actions).toMatchObject({
      "customers.customer_id": "key",
      "customers.company": "redact",
      "customers.email": "rule",
      "customers.photo": "redact",
      "customers.born": "year",
      "customers.feels": "pass",
      "customers.status": "pass",
      "customers.tags": "redact",
      "customers.doc": "null",
      "customers.phone": "redact",
      "territories.territory_id": "key",
      "territories.state": "null",
      "visits.territory_id": "key",
      "employees.boss": "pass",
    });
  });

  it("keeps keys distinct and references whole", async () => {
    const { rows } = await client.query(
      "SELECT (SELECT count(DISTINCT customer_id)::int FROM customers) c, (SELECT count(DISTINCT territory_id)::int FROM territories) t, (SELECT count(*)::int FROM visits JOIN customers USING (customer_id) JOIN territories USING (territory_id)) v",
    );
    expect(rows[0]).toEqual({ c: 200, t: 100, v: 500 });
  });

  it("leaves no original text", async () => {
    const dumps: string[] = [];
    for (const table of ["customers", "territories", "visits", "employees"])
      dumps.push((await client.query(`SELECT string_agg(t::text, '') AS text FROM ${table} t`)).rows[0].text);
    expect(dumps.join("")).not.toMatch(/secret|Company|corp\.example|Territory|0102|Ana|AB[A-Z]{2}Z|55501/);
    expect(dumps.join("")).toMatch(/open/);
  });
});

const northwind = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../shared/data/northwind.sql");
const withNorthwind = existsSync(northwind) ? describe : describe.skip;

withNorthwind("northwind without any rule", () => {
  let server: TestPostgres;
  let client: pg.Client;
  let actions: Record<string, string>;
  let texts: Set<string>;

  const allTexts = async (): Promise<Set<string>> => {
    const { rows } = await client.query(
      "SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = 'public' AND data_type IN ('text', 'character varying')",
    );
    const found = new Set<string>();
    for (const { t, c } of rows)
      for (const row of (await client.query(`SELECT DISTINCT "${c}" AS v FROM "${t}" WHERE "${c}" ~ '[A-WYZa-z0-9]'`)).rows)
        found.add(row.v);
    return found;
  };

  beforeAll(async () => {
    server = await startPostgres();
    client = await server.connect();
    await client.query(readFileSync(northwind, "utf8"));
    await client.query("SET search_path = public");
    texts = await allTexts();
    actions = await maskSchema(client, {}, ["territory_id"]);
  });
  afterAll(() => server.stop());

  it("holds nothing, and keys the two keys of text", () => {
    expect(Object.values(actions)).not.toContain("hold");
    expect(
      Object.entries(actions)
        .flatMap(([column, action]) => (action === "key" ? [column] : []))
        .sort(),
    ).toEqual([
      "customer_customer_demo.customer_id",
      "customer_customer_demo.customer_type_id",
      "customer_demographics.customer_type_id",
      "customers.customer_id",
      "employee_territories.territory_id",
      "orders.customer_id",
      "territories.territory_id",
    ]);
  });

  it("leaves no original text, and joins that still join", async () => {
    const left = [...(await allTexts())].filter((text) => texts.has(text) && !/^[0-9]+$/.test(text));
    expect(left).toEqual([]);
    const { rows } = await client.query(
      "SELECT count(*)::int AS orders, count(DISTINCT customer_id)::int AS customers FROM orders JOIN customers USING (customer_id) JOIN employees USING (employee_id)",
    );
    expect(rows[0]).toEqual({ orders: 830, customers: 89 });
  });
});
