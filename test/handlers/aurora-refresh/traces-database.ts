/** A database with canaries in every odd place, on a server of the local RDS, whose files can be searched. */
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { createPostgres, freePort } from "../../../local/aws/rds/postgres/index.ts";
import { ClusterStorage } from "../../../local/aws/rds/storage.ts";

/** A cluster whose master user is as on AWS. */
export interface TracedCluster {
  /** Connects as the master user, who is no superuser. */
  master(): Promise<pg.Client>;
  /** Connects as the server's superuser. */
  admin(): Promise<pg.Client>;
  /** The folder of the server that runs; what it has not yet written is not in it before a checkpoint. */
  readonly live: () => Promise<string>;
  /** The folder of a snapshot, as the local RDS makes one. */
  snapshot(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a cluster with the database `app`. */
export async function startCluster(): Promise<TracedCluster> {
  const home = await mkdtemp(path.join(os.tmpdir(), "traces-test-"));
  const folder = path.join(home, "rds");
  const postgres = createPostgres(folder);
  const storage = new ClusterStorage(postgres, await freePort(), () => {});
  const password = randomBytes(9).toString("hex");
  await storage.create({ user: "master", password, database: "app" });
  await storage.start();
  let clients: pg.Client[] = [];
  const connect = async (config: pg.ClientConfig): Promise<pg.Client> => {
    const client = new pg.Client(config);
    client.on("error", () => {});
    await client.connect();
    clients.push(client);
    return client;
  };
  const disconnect = async (): Promise<void> => {
    await Promise.all(clients.map((client) => client.end().catch(() => {})));
    clients = [];
  };
  return {
    master: () => connect({ host: "127.0.0.1", port: storage.port, user: "master", password, database: "app" }),
    admin: () => connect(postgres.admin(storage.port, "app")),
    live: async () => {
      const [first = ""] = (await readdir(folder)).filter((name) => /^data-\d+$/.test(name)).sort();
      return path.join(folder, first);
    },
    async snapshot() {
      await disconnect();
      return storage.snapshot();
    },
    async stop() {
      await disconnect();
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** The files below a folder that hold any of the texts, each with those that it holds. */
export async function filesWith(folder: string, texts: readonly string[], skip: RegExp = /^$/): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file);
    if (!entry.isFile() || skip.test(name)) continue;
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    const held = texts.filter((text) => bytes.includes(text) || bytes.includes(inExpression(text)));
    if (held.length > 0) found.set(name, held);
  }
  return found;
}

// An expression that is stored for a default, a view or a check holds a text as the numbers of its bytes.
const inExpression = (text: string): string => [...Buffer.from(text)].join(" ");

/** A value that occurs nowhere else: an e-mail address of production. */
export const canary = (place: string): string => `canary-${place}@corp.example`;

/** The places of the canaries that are in rows. */
export const rowCanaries = [
  "column",
  "dead",
  "document",
  "array",
  "audited",
  "partition",
  "copied",
  "added",
  "dropped",
  "unlogged",
  "statistic",
  "expression",
  "pair",
];
/** The places that can be cleared. */
export const clearedCanaries = ["comment", "constraint-comment", "schema-comment", "lobject", "mapping", "subscription", "role-comment"];
/** The services that are held, each for one text of the catalogue. */
export const heldServices: Readonly<Record<string, string>> = {
  default: "create table NAME.t (id int primary key, email text default 'VALUE')",
  check: "create table NAME.t (id int primary key, email text, kind int check (kind < 5 or kind::text <> 'VALUE'))",
  index: "create table NAME.t (id int primary key, email text, kind int); create index on NAME.t (kind) where kind::text <> 'VALUE'",
  label: "create table NAME.t (id int primary key, email text); create type NAME.kind as enum ('VALUE')",
  view: "create table NAME.t (id int primary key, email text); create view NAME.v as select id, 'VALUE' as sender from NAME.t",
  body: "create table NAME.t (id int primary key, email text); create function NAME.f() returns int language plpgsql as $$ begin /* ask VALUE */ return 1; end $$",
  policy: "create table NAME.t (id int primary key, email text); create policy p on NAME.t using (current_user <> 'VALUE')",
  trigger:
    "create table NAME.t (id int primary key, email text); create function NAME.f() returns trigger language plpgsql as $$ begin return new; end $$; create trigger g before insert on NAME.t for each row execute function NAME.f('VALUE')",
};
const heldNames = Object.keys(heldServices);

/** All canaries. */
export const canaries = [...rowCanaries, ...clearedCanaries, ...heldNames].map(canary);
export const serviceSchemas = ["shop", "neighbour", ...heldNames.map((name) => `held_${name}`)];
/** The rules of the test; every other text is redacted. */
export const traceRules = { email: "test+{{hash}}@example.com", "shop/plans.label": "{{keep}}" };

/** Makes the database; what needs a superuser on AWS too is made by one. */
export async function makeDatabase(cluster: TracedCluster): Promise<void> {
  const client = await cluster.master();
  const c = canary;
  // In a session of its own: PostgreSQL's caches of it end with it.
  await client.query(`
    create schema shop;
    create table shop.customers (id int generated by default as identity (start 7000) primary key, email text unique, doc jsonb, mails text[]);
    insert into shop.customers (id, email) select n, 'person.' || n || '@corp.example' from generate_series(1, 120) n;
    ${[...rowCanaries, ...clearedCanaries, ...heldNames].map((place, i) => `insert into shop.customers values (${1000 + i}, '${c(place)}')`).join(";\n")};
    update shop.customers set doc = '{"email": "${c("document")}"}', mails = '{"${c("array")}"}' where id = 1000;
    insert into shop.customers values (5000, '${c("dead")}x'); update shop.customers set email = email || 'y' where id = 5000; delete from shop.customers where id = 5000;
    create index lowered on shop.customers (lower(email));
    create statistics shop.pair on id, email from shop.customers;
    create table shop.plans (id int primary key, label text, email text); insert into shop.plans values (1, 'gold', '${c("dropped")}'); alter table shop.plans drop column email;
    create table shop.copied (id int primary key, email text, shout text generated always as (upper(email)) stored); insert into shop.copied values (1, '${c("copied")}');
    alter table shop.copied add column second_email text default '${c("added")}'; alter table shop.copied alter column second_email drop default;
    create table shop.parts (id int, email text) partition by range (id); create table shop.parts1 partition of shop.parts for values from (1) to (9); insert into shop.parts values (1, '${c("partition")}');
    create unlogged table shop.cache (email text); insert into shop.cache values ('${c("unlogged")}');
    create table shop.few (email text); insert into shop.few select '${c("statistic")}' from generate_series(1, 50); analyze shop.few; delete from shop.few; alter table shop.few alter column email set statistics 0;
    comment on column shop.customers.email is 'their mail, e.g. ${c("comment")}.'; comment on constraint customers_pkey on shop.customers is 'see mailto:${c("constraint-comment")}';
    comment on schema shop is 'owner: ${c("schema-comment")}'; comment on column shop.customers.doc is 'gold and silver';
    create schema audit; create table audit.log (id int primary key, was jsonb); create table audit.detail (log int references audit.log, what text);
    insert into audit.log select id, to_jsonb(x) from shop.customers x; insert into audit.detail values (1000, '${c("audited")}'); create unlogged table audit.stage as select * from audit.detail;
    create function shop.names() returns setof text language plpgsql as $$ begin return query execute 'select email from shop.customers'; end $$;
    create materialized view shop.contacts as select n as email from shop.names() n; create materialized view audit.contacts as select email from shop.customers;
    analyze; alter table shop.customers alter column email set statistics 0; alter index shop.lowered alter column 1 set statistics 0; alter statistics shop.pair set statistics 0;
    create schema neighbour; ${heldNames.map((name) => `create schema held_${name}; ${(heldServices[name] ?? "").replaceAll("NAME", `held_${name}`).replaceAll("VALUE", c(name))}`).join(";\n")};
    create table neighbour.t (id int primary key references held_default.t, email text);
    select lo_from_bytea(0, convert_to('photo of ${c("lobject")}', 'UTF8'));
    create role app_reader; comment on role app_reader is 'used by ${c("role-comment")}';
    select setval('shop.customers_id_seq', 8123);
  `);
  const admin = await cluster.admin();
  await admin.query(`
    create extension postgres_fdw; create server elsewhere foreign data wrapper postgres_fdw options (host 'far.example'); alter server elsewhere owner to master;
    grant usage on foreign data wrapper postgres_fdw to master; create user mapping for master server elsewhere options (user '${c("mapping")}', password 'secret');
    create subscription far connection 'host=far.example user=${c("subscription")}' publication p with (connect = false, slot_name = none);
    grant pg_create_subscription to master; grant create on database app to master; alter subscription far owner to master;
    create publication everything for all tables; alter publication everything owner to rdsadmin;
  `);
  await admin.end();
  await client.end();
}
