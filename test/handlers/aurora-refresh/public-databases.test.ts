import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Client } from "pg";
import { compareTables } from "../../../handlers/aurora-refresh/compare.ts";
import { inventoryReport } from "../../../handlers/aurora-refresh/inventory-report.ts";
import { readOriginals } from "../../../handlers/aurora-refresh/originals.ts";
import { clearClone } from "../../../handlers/aurora-refresh/traces/index.ts";
import { FingerprintSet } from "../../../handlers/masking/prove/index.ts";
import { parseRules } from "../../../handlers/masking/rules/index.ts";
import { dropSql } from "../../../handlers/masking/sql/index.ts";
import { sqlOn } from "../../../local/bench/aurora-sql.ts";
import { startPostgres, type TestPostgres } from "../../support/postgres.ts";
import { catalogueOf } from "./catalogue.ts";
import { fillTables } from "./generated-rows.ts";
import { carryOut, keys, planDatabase } from "./support.ts";

const here = path.dirname(fileURLToPath(import.meta.url));
const material = path.resolve(here, "../../material/databases");
const northwind = path.resolve(here, "../../../../shared/data/northwind.sql");

/** What is known of a database that nobody here wrote. */
interface PublicDatabase {
  readonly file: string;
  readonly schemas?: readonly string[];
  readonly rules?: object;
  /** What is done before generated rows are. */
  readonly more?: string;
  /** It comes with its own. */
  readonly hasRows?: boolean;
  /** Tables, and those of them that generated rows do not fit. */
  readonly tables: number;
  readonly empty?: readonly string[];
  /** Services that are held, with the beginning of the reason. */
  readonly held?: Readonly<Record<string, string>>;
}

const email = { email: "test+{{hash}}@example.com" };
// The copy has the partition of one queue.
const queue = `insert into pgboss.queue (name, policy, partition_name) values ('mails', 'standard', 'jbc6c5865cfd697376a3dd3b042571662162701e95a1db3582388be58');
  insert into pgboss.job (name, data) select 'mails', jsonb_build_object('email', 'person.' || n || '@corp.example') from generate_series(1, 4) n`;
const databases: Readonly<Record<string, PublicDatabase>> = {
  northwind: { file: northwind, hasRows: true, tables: 14 },
  oscar: {
    file: path.join(material, "oscar.sql"),
    rules: {
      ...email,
      num_orders_as_shipping_address: "{{keep}}",
      num_orders_as_billing_address: "{{keep}}",
      iso_3166_1_a2: "{{keep}}",
      iso_3166_1_a3: "{{keep}}",
    },
    tables: 94,
  },
  wagtail: {
    file: path.join(material, "wagtail.sql"),
    rules: { ...email, "wagtailsearchpromotions_querydailyhits.date": "{{keep}}" },
    tables: 54,
  },
  procrastinate: { file: path.join(material, "procrastinate.sql"), tables: 4 },
  kinto: { file: path.join(material, "kinto.sql"), tables: 6 },
  pg_boss: {
    file: path.join(material, "pg-boss.sql"),
    schemas: ["pgboss"],
    more: queue,
    tables: 6,
    held: { pgboss: "job cannot be masked: the foreign key dlq_fkey belongs to its partition" },
  },
  graphile_worker: {
    file: path.join(material, "graphile-worker.sql"),
    schemas: ["graphile_worker"],
    rules: { queue_name: "{{hash}}", identifier: "{{keep}}", key: "{{hash}}" },
    tables: 5,
  },
  graphile_worker_without_rules: {
    file: path.join(material, "graphile-worker.sql"),
    schemas: ["graphile_worker"],
    tables: 5,
    held: { graphile_worker: "undeclared text in a key with a CHECK constraint; declare a rule for _private_job_queues.queue_name" },
  },
};

interface Outcome {
  readonly empty: readonly string[];
  readonly held: ReadonlyMap<string, readonly string[]>;
  readonly tables: number;
  readonly changed: number;
  readonly found: ReadonlyMap<string, number>;
  readonly traces: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly invalid: readonly string[];
}

let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

async function invalidConstraints(client: Client): Promise<string[]> {
  const { rows } = await client.query(
    "select conrelid::regclass::text || '.' || conname as name from pg_constraint where not convalidated order by 1",
  );
  return rows.map(({ name }) => String(name));
}

async function maskPublic(
  name: string,
  { file, schemas = ["public"], rules = {}, hasRows = false, more }: PublicDatabase,
): Promise<Outcome> {
  await (await server.connect()).query(`create database ${name}`);
  const client = await server.connect(name);
  await client.query(readFileSync(file, "utf8"));
  await client.query("reset all");
  if (more !== undefined) await client.query(more);
  const empty = hasRows ? [] : await fillTables(client, schemas);
  const before = await catalogueOf(client, schemas);
  const invalidBefore = await invalidConstraints(client);

  const run = sqlOn(client);
  const planned = await planDatabase(client, schemas, rules);
  const [anywhere, redacted] = [new FingerprintSet(), new FingerprintSet()];
  const inColumn = new Map<string, FingerprintSet>();
  for (const decided of planned.tables) {
    const originals = await readOriginals(run, decided, keys, parseRules(rules, "rules").lists);
    anywhere.addAll(originals.anywhere);
    for (const [column, set] of originals.inColumn) {
      inColumn.set(`${decided.table.schema}.${decided.table.name}.${column}`, set);
      redacted.addAll(set);
    }
  }
  await carryOut(client, planned.statements);
  const { tables } = inventoryReport("20261124t0200-1a2b", planned.open, planned.held);
  const { found } = await compareTables(run, tables, keys, anywhere, async (place) => inColumn.get(place));
  for (const sql of [...dropSql(), "drop schema if exists refresh_ledger cascade"]) await client.query(sql);
  const services = new Map(schemas.map((schema) => [schema, schema]));
  const { held: heldForTraces, report } = await clearClone(run, { services, tables, keys, anywhere, redacted });
  const after = await catalogueOf(client, schemas);
  const invalid = await invalidConstraints(client);
  return {
    empty,
    held: new Map<string, readonly string[]>([
      ...planned.held,
      ...[...heldForTraces].map(([service, reason]) => [service, [reason]] as const),
    ]),
    tables: planned.tables.length,
    changed: planned.open.filter(({ strategy }) => strategy !== "none").length,
    found,
    traces: [...report.removedNames, ...report.noticed].map(({ kind, name: of }) => `${kind}: ${of}`),
    before,
    after,
    invalid: invalid.filter((constraint) => !invalidBefore.includes(constraint)),
  };
}

describe("databases that nobody here wrote", () => {
  for (const [name, database] of Object.entries(databases)) {
    (existsSync(database.file) ? it : it.skip)(
      `${name} is masked and proved with its catalogue as before, or held with the reason`,
      async () => {
        const { empty, held, tables, changed, found, traces, before, after, invalid } = await maskPublic(name, database);
        expect(tables).toBe(database.tables);
        expect(empty).toEqual(database.empty ?? []);
        expect([...held].map(([service, [reason = ""]]) => [service, reason])).toEqual(
          Object.entries(database.held ?? {}).map(([service, reason]) => [service, expect.stringContaining(reason)]),
        );
        if (database.held === undefined) expect(changed).toBeGreaterThan(tables / 4);
        expect([...found]).toEqual([]);
        expect(traces).toEqual([]);
        expect(invalid).toEqual([]);
        expect(after).toEqual(before);
      },
      180_000,
    );
  }
});
