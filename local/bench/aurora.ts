/** Measures the masking of Aurora beside a bare UPDATE, in one run on one PostgreSQL: ratios, numbers of calls, a restart in the middle. */
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "pg";
import { planTables } from "../../handlers/aurora-refresh/plan-tables.ts";
import { planStatements, type UpdateLimits } from "../../handlers/aurora-refresh/strategies/index.ts";
import { compileTemplate, deriveKeys, parseTemplate } from "../../handlers/masking/engine/index.ts";
import { parseRules } from "../../handlers/masking/rules/index.ts";
import type { Statement } from "../../ssm-documents/aurora-snapshot-clone-mask/statement.ts";
import { type BenchCluster, startBenchCluster } from "./aurora-cluster.ts";
import { peopleSql, rulesFile, schema } from "./aurora-data.ts";
import { carryOut, carryOutByDataApi, countingSql, openLedger } from "./aurora-sql.ts";

const keys = deriveKeys(Buffer.alloc(32, 7));
const rules = parseRules(rulesFile, "rules");

/** The least of the rounds: wall clock, and CPU of the server and of this process, in seconds. */
export interface Taken {
  readonly wallSeconds: number;
  /** Absent where the system does not tell. */
  readonly cpuSeconds?: number;
}

/** What was measured. */
export interface AuroraFigures {
  readonly rows: number;
  readonly update: Taken;
  readonly masked: Taken;
  readonly byDataApi: Taken;
  /** Masking four columns by the planned statements ÷ a bare UPDATE of one; by CPU time where there is one. */
  readonly ratio: number;
  /** The same statements through the Data API ÷ directly. */
  readonly dataApiRatio: number;
  /** Calls of the Data API: to plan, and to mask. */
  readonly calls: readonly { readonly tables: number; readonly rows: number; readonly plan: number; readonly mask: number }[];
  readonly restart: Restart;
}

/** A session that was ended in the middle of the masking, and another that went on. */
export interface Restart {
  readonly rows: number;
  readonly statements: number;
  readonly doneBefore: number;
  /** Rows that differ from what the engine gives for their originals: masked twice, or not at all. */
  readonly differing: number;
}

/** A cluster with the tables to be masked. */
export class AuroraBench {
  readonly #cluster: BenchCluster;
  #databases = 0;

  private constructor(cluster: BenchCluster) {
    this.#cluster = cluster;
  }

  /** Starts the cluster. @throws Error when PostgreSQL is not installed */
  static async start(): Promise<AuroraBench> {
    return new AuroraBench(await startBenchCluster());
  }

  /** Ends the server and removes its files. */
  close(): Promise<void> {
    return this.#cluster.stop();
  }

  /** Measures everything; each round takes the variants one after the other, so that a slow minute meets all of them. */
  async measure(rows: number, rounds: number, said: (line: string) => void): Promise<AuroraFigures> {
    const base = await this.#cluster.connect("base");
    said(`making ${rows} rows`);
    for (const sql of peopleSql("people", rows, { unique: true })) await base.query(sql);
    await base.end();
    const taken = { update: [] as Taken[], masked: [] as Taken[], byDataApi: [] as Taken[] };
    const calls: AuroraFigures["calls"][number][] = [];
    for (let round = 1; round <= rounds; round++) {
      said(`round ${round} of ${rounds}`);
      taken.update.push(await this.#inClone(async (client) => this.#take(() => client.query(`update ${schema}.people set email = email`))));
      await this.#inClone(async (client) => {
        const { statements, plan } = await planned(client);
        taken.masked.push(await this.#take(() => carryOut(client, statements)));
        if (round === 1) calls.push({ tables: 1, rows, plan, mask: callsToMask(statements) });
      });
      await this.#inClone(async (client, database) => {
        const { statements } = await planned(client);
        const { clusterArn, secretArn } = this.#cluster.arns;
        taken.byDataApi.push(
          await this.#take(() => carryOutByDataApi(this.#cluster.data, { resourceArn: clusterArn, secretArn, database }, statements)),
        );
      });
    }
    said("counting calls");
    for (const [tables, few] of [
      [1, 1000],
      [10, 1000],
      [20, 1000],
    ] as const)
      calls.push(await this.#count(tables, few));
    said("a restart in the middle");
    const restart = await this.#restart(Math.min(rows, 200_000));
    const least = { update: leastOf(taken.update), masked: leastOf(taken.masked), byDataApi: leastOf(taken.byDataApi) };
    return {
      rows,
      ...least,
      ratio: ratioOf(least.masked, least.update),
      dataApiRatio: ratioOf(least.byDataApi, least.masked),
      calls,
      restart,
    };
  }

  /** A copy of the base's files, as a restored snapshot is one. */
  async #inClone<T>(work: (client: Client, database: string) => Promise<T>, template = "base"): Promise<T> {
    const admin = await this.#cluster.connect("postgres");
    const database = `run_${++this.#databases}`;
    await admin.query(`create database ${database} template ${template} strategy file_copy`);
    const client = await this.#cluster.connect(database);
    try {
      return await work(client, database);
    } finally {
      await client.end();
      await admin.query(`drop database ${database} with (force)`);
      await admin.end();
    }
  }

  async #take(work: () => Promise<unknown>): Promise<Taken> {
    const before = { server: await this.#cluster.cpuSeconds(), own: process.cpuUsage(), wall: performance.now() };
    await work();
    const wallSeconds = (performance.now() - before.wall) / 1000;
    const own = process.cpuUsage(before.own);
    const server = await this.#cluster.cpuSeconds();
    if (server === undefined || before.server === undefined) return { wallSeconds };
    return { wallSeconds, cpuSeconds: server - before.server + (own.user + own.system) / 1e6 };
  }

  async #count(tables: number, rows: number): Promise<AuroraFigures["calls"][number]> {
    return this.#inClone(async (client) => {
      for (let i = 1; i <= tables; i++) for (const sql of peopleSql(`people_${i}`, rows, { unique: true })) await client.query(sql);
      const { statements, plan } = await planned(client);
      return { tables, rows, plan, mask: callsToMask(statements) };
    }, "template1");
  }

  async #restart(rows: number): Promise<Restart> {
    return this.#inClone(async (client, database) => {
      for (const sql of peopleSql("people", rows, { unique: false })) await client.query(sql);
      await client.query(`create table public.before as select id, email from ${schema}.people`);
      const { statements } = await planned(client, { tableRows: 1, chunkRows: Math.ceil(rows / 20) });
      const worker = await this.#cluster.connect(database);
      const { rows: backends } = await worker.query("select pg_backend_pid() as pid");
      let doneBefore = 0;
      const stopAt = Math.floor(statements.length / 2);
      const first = carryOut(worker, statements, (i) => {
        doneBefore = i;
        // The statement is on its way: it is ended while it runs.
        if (i === stopAt) void delay(5).then(() => client.query("select pg_terminate_backend($1)", [backends[0]?.pid]));
      });
      await first.then(
        () => {
          throw new Error("The first session was to be ended in the middle.");
        },
        () => undefined,
      );
      await carryOut(client, statements);
      return { rows, statements: statements.length, doneBefore, differing: await differing(client) };
    }, "template1");
  }
}

async function planned(client: Client, limits?: UpdateLimits): Promise<{ statements: Statement[]; plan: number }> {
  const { run, calls } = countingSql(client);
  const { inventory, tables, held } = await planTables(run, {
    schemas: [schema],
    serviceOf: (name) => name,
    rules,
    keys,
    ...(limits === undefined ? {} : { limits }),
  });
  const [reason] = [...held.values()].flat();
  if (reason !== undefined) throw new Error(`The benchmark's own table cannot be masked: ${reason}`);
  return { statements: planStatements(tables, inventory, rules.lists), plan: calls() };
}

// The document writes the ledger's row of a statement of the kind `ddl` itself.
const callsToMask = (statements: readonly Statement[]): number =>
  openLedger.length + statements.reduce((sum, { ddl }) => sum + (ddl ? 2 : 1), 0);

async function differing(client: Client): Promise<number> {
  const mask = compileTemplate(parseTemplate(rulesFile.email), { keys, lists: rules.lists });
  let count = 0;
  for (let last = 0; ; ) {
    const { rows } = await client.query(
      `select b.id::int as id, b.email as original, p.email from public.before b left join ${schema}.people p using (id) where b.id > $1 order by b.id limit 10000`,
      [last],
    );
    if (rows.length === 0) return count;
    for (const { original, email } of rows) if (mask(original) !== email) count++;
    last = rows.at(-1)?.id;
  }
}

const leastOf = (taken: readonly Taken[]): Taken => {
  const cpu = taken.flatMap(({ cpuSeconds }) => cpuSeconds ?? []);
  return {
    wallSeconds: Math.min(...taken.map(({ wallSeconds }) => wallSeconds)),
    ...(cpu.length === 0 ? {} : { cpuSeconds: Math.min(...cpu) }),
  };
};

const ratioOf = (one: Taken, base: Taken): number =>
  one.cpuSeconds === undefined || base.cpuSeconds === undefined ? one.wallSeconds / base.wallSeconds : one.cpuSeconds / base.cpuSeconds;
