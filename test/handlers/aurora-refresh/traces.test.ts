import type { Client } from "pg";
import { inventoryReport } from "../../../handlers/aurora-refresh/inventory-report.ts";
import { readOriginals } from "../../../handlers/aurora-refresh/originals.ts";
import { type ClearedClone, clearClone, rewriteCatalogues } from "../../../handlers/aurora-refresh/traces/index.ts";
import { FingerprintSet } from "../../../handlers/masking/prove/index.ts";
import { parseRules } from "../../../handlers/masking/rules/index.ts";
import { dropSql } from "../../../handlers/masking/sql/index.ts";
import { sqlOn } from "../../../local/bench/aurora-sql.ts";
import { carryOut, keys, planDatabase } from "./support.ts";
import {
  canaries,
  canary,
  filesWith,
  heldServices,
  makeDatabase,
  serviceSchemas,
  startCluster,
  type TracedCluster,
  traceRules,
} from "./traces-database.ts";

let cluster: TracedCluster;
const before = { files: new Map<string, string[]>(), masked: new Map<string, string[]>() };
let clear: (client: Client) => Promise<ClearedClone>;
let cleared: ClearedClone;

/** By what it is, not by its number. */
async function named(client: Client, files: ReadonlyMap<string, string[]>): Promise<Map<string, string[]>> {
  const { rows } = await client.query(
    "select pg_relation_filepath(oid) as path, oid::regclass::text as name from pg_class where pg_relation_filepath(oid) is not null",
  );
  const names = new Map(rows.map(({ path, name }) => [String(path), String(name)]));
  return new Map([...files].map(([file, held]) => [names.get(file.replace(/\.\d+$/, "")) ?? file, held]));
}

async function liveFiles(): Promise<Map<string, string[]>> {
  const admin = await cluster.admin();
  await admin.query("checkpoint");
  // Freed files are of no relation any more, and removed by the next checkpoint.
  const files = await named(admin, await filesWith(await cluster.live(), canaries, /^pg_wal/));
  await admin.end();
  return files;
}

beforeAll(async () => {
  cluster = await startCluster();
  await makeDatabase(cluster);
  before.files = await liveFiles();

  const client = await cluster.master();
  const run = sqlOn(client);
  const planned = await planDatabase(client, serviceSchemas, traceRules);
  const { lists } = parseRules(traceRules, "rules");
  const [anywhere, redacted] = [new FingerprintSet(), new FingerprintSet()];
  for (const decided of planned.tables) {
    const originals = await readOriginals(run, decided, keys, lists);
    anywhere.addAll(originals.anywhere);
    for (const set of originals.inColumn.values()) redacted.addAll(set);
  }
  await carryOut(client, planned.statements);
  expect([...planned.held]).toEqual([]);
  before.masked = await liveFiles();

  for (const sql of [...dropSql(), "drop schema refresh_ledger cascade"]) await client.query(sql);
  const { tables } = inventoryReport("20261124t0200-1a2b", planned.tables, planned.held);
  const services = new Map(serviceSchemas.map((schema) => [schema, schema]));
  clear = (master) => clearClone(sqlOn(master), { services, tables, keys, anywhere, redacted });
  cleared = await clear(client);
});
afterAll(() => cluster.stop());

describe("traces of production in a masked database", () => {
  it("were in the files before, each in several", () => {
    const found = new Set([...before.files.values()].flat());
    expect(canaries.filter((text) => !found.has(text))).toEqual([]);
  });

  it("are still in many places after the rows are masked", () => {
    expect([...before.masked.keys()].filter((name) => /^(?:pg_|audit)/.test(name) || name === "shop.plans").sort()).toEqual(
      expect.arrayContaining(["audit.detail", "audit.log", "pg_description", "pg_largeobject", "pg_proc", "pg_statistic", "shop.plans"]),
    );
  });

  it("are removed, by their names", () => {
    expect(cleared.report.removedNames.map(({ kind, name }) => `${kind}: ${name.replace(/^\d+$/, "N")}`).sort()).toEqual([
      "comment: role app_reader",
      "comment: schema shop",
      "comment: table column shop.customers.email",
      "comment: table constraint customers_pkey on shop.customers",
      "dropped column's values: plans",
      "foreign server: elsewhere",
      "large object: N",
      "materialized view: contacts",
      "materialized view: contacts",
      "statistics: audit.log.was",
      "statistics: shop.contacts.email",
      "subscription: far",
      "table of no service: detail",
      "table of no service: log",
      "table of no service: stage",
      "user mapping: master for elsewhere",
      "value of an added column: shop.copied.second_email",
    ]);
    expect(cleared.report.noticed).toEqual([]);
    expect(cleared.report.removed).toContainEqual({ kind: "comment", count: 4 });
    expect(cleared.unowned).toEqual([]);
  });

  it("hold the service of a schema where they cannot be removed, and what a foreign key joins to it", () => {
    const names = Object.keys(heldServices).map((name) => `held_${name}`);
    expect([...cleared.held.keys()].sort()).toEqual([...names, "neighbour"].sort());
    expect(cleared.held.get("held_default")).toBe(
      "held_default.t.email (column default) holds a value of production that the refresh cannot take away; change it there",
    );
    expect(cleared.held.get("neighbour")).toBe("held_default is held back, and a foreign key or a view joins the two");
    expect(cleared.report.held.map(({ kind }) => kind).sort()).toEqual([
      "column default",
      "constraint",
      "enum label",
      "function",
      "index",
      "policy",
      "trigger",
      "view",
    ]);
  });

  it("are gone: a second look finds none, and what is no trace is kept", async () => {
    const client = await cluster.master();
    const { report, held } = await clear(client);
    expect([...held]).toEqual([]);
    expect(report.noticed).toEqual([]);
    // Neither can be seen afterwards: both are done again.
    expect(report.removed.map(({ kind }) => kind).sort()).toEqual(["dropped column's values", "materialized view"]);
    const { rows } = await client.query("select last_value::int as n from shop.customers_id_seq");
    expect(rows).toEqual([{ n: 8123 }]);
    expect((await client.query("select col_description('shop.customers'::regclass, 3) as kept")).rows).toEqual([
      { kept: "gold and silver" },
    ]);
  });

  it("finds a single one that comes back, and names no value", async () => {
    const client = await cluster.master();
    await client.query(
      `insert into shop.few select '${canary("dropped")}' from generate_series(1, 50); alter table shop.few alter column email set statistics -1; analyze shop.few; truncate shop.few`,
    );
    expect([...(await liveFiles()).keys()]).toContain("pg_statistic");
    const { report, held } = await clear(client);
    expect(report.removedNames).toContainEqual({ kind: "statistics", schema: "shop", name: "shop.few.email" });
    expect([...held]).toEqual([]);
    await client.query(`create table public.odd (id int default length('${canary("column")}'))`);
    const { unowned } = await clear(client);
    expect(unowned).toEqual([{ kind: "column default", schema: "public", name: "public.odd.id" }]);
    expect([...(await liveFiles()).keys()]).toContain("pg_attrdef");
    await client.query("drop table public.odd");
    // Nobody masks what a table holds whose rows come afterwards.
    await client.query(
      `create table shop.late (email text); insert into shop.late values ('${canary("array")}'); create materialized view shop.copies as select email from shop.late`,
    );
    expect((await clear(client)).report.held).toContainEqual({
      kind: "materialized view's value",
      schema: "shop",
      name: "shop.copies.email",
    });
  });

  it("are in no byte of a snapshot but of the catalogues that only the server may write anew", async () => {
    const client = await cluster.master();
    const kept = await rewriteCatalogues(sqlOn(client));
    expect(kept.map(({ name }) => name)).toEqual(["pg_shdescription", "pg_db_role_setting", "pg_subscription"]);
    const { rows } = await client.query(
      "select pg_relation_filepath('pg_shdescription') as comments, pg_relation_filepath('pg_subscription') as subscriptions",
    );
    expect([...(await filesWith(await cluster.snapshot(), canaries))].sort()).toEqual([
      [rows[0].comments, [canary("role-comment")]],
      [rows[0].subscriptions, [canary("subscription")]],
    ]);
  });
});
