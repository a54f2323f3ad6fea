/** The masking script against PostgreSQL itself, through the local Data API: its ledger, its waiting, its plan. */
import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  EnableHttpEndpointCommand,
} from "@aws-sdk/client-rds";
import { ExecuteStatementCommand } from "@aws-sdk/client-rds-data";
import { type Statement, statementLines } from "../../ssm-documents/aurora-snapshot-clone-mask/statement.ts";
import { type Harness, startHarness, statuses } from "../aws/rds-harness.ts";
import { pythonOf, runPythonAside } from "./pythons.ts";

const python = pythonOf("3.11");
const withPython = python === undefined ? describe.skip : describe;

const resourceArn = "arn:aws:rds:us-west-2:222222222222:cluster:clone";
const secretArn = "arn:aws:secretsmanager:us-west-2:222222222222:secret:clone";
const target = { resourceArn, secretArn, database: "app" };

const run = `import json, sys
import fakes
from clone import make_clone
from run_statements import run_round
from statement_file import read_line
events = json.load(sys.stdin)
statements = [read_line(line, 1) for line in events["lines"].splitlines()]
try:
    print(json.dumps(run_round(make_clone(events), statements, events["plan"], 0)))
except Exception as error:
    print(json.dumps({"error": str(error)}))`;

/** As the planner writes them: each brings its own ledger row. */
const rewrite = (id: string, sql: string): Statement => ({
  id,
  table: "public.people",
  strategy: "rewrite",
  sql: `do $refresh$begin ${sql}; insert into refresh_ledger.done (id) values ('${id}'); end$refresh$`,
  ddl: true,
});
const update: Statement = {
  id: "0002-update",
  table: "public.people",
  strategy: "update",
  sql: "with l as (insert into refresh_ledger.done (id) values ('0002-update') on conflict do nothing returning 1) update people set seen = seen + 1 where exists (select 1 from l)",
  ddl: false,
};
const analyze: Statement = { id: "0003-analyze", table: "public.people", strategy: "analyze", sql: "analyze people", ddl: true };

withPython("run_statements.py on PostgreSQL", () => {
  let local: Harness;
  const sql = async (text: string) => (await local.data.send(new ExecuteStatementCommand({ ...target, sql: text }))).records ?? [];
  const round = async (statements: readonly Statement[], plan = "sha") => {
    const { accessKeyId, secretAccessKey } = await local.data.config.credentials();
    const { protocol, hostname, port } = (await local.data.config.endpoint?.()) ?? { protocol: "", hostname: "", port: 0 };
    const events = { clusterArn: resourceArn, secretArn, database: "app", lines: statementLines(statements), plan };
    const out = await runPythonAside(python ?? "", run, JSON.stringify(events), {
      AWS_ENDPOINT_URL: `${protocol}//${hostname}:${port}`,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_DEFAULT_REGION: "us-west-2",
    });
    return JSON.parse(out.trim().split("\n").at(-1) ?? "") as unknown;
  };

  beforeAll(async () => {
    local = await startHarness();
    const engine = { Engine: "aurora-postgresql", DBClusterIdentifier: "clone" };
    await local.test.send(
      new CreateDBClusterCommand({ ...engine, MasterUsername: "owner", MasterUserPassword: "clone-password", DatabaseName: "app" }),
    );
    await statuses(async () => (await local.test.send(new DescribeDBClustersCommand({}))).DBClusters?.[0]?.Status, "available");
    await local.test.send(new EnableHttpEndpointCommand({ ResourceArn: resourceArn }));
    local.secrets.set(secretArn, JSON.stringify({ username: "owner", password: "clone-password" }));
    await local.test.send(new CreateDBInstanceCommand({ ...engine, DBInstanceIdentifier: "clone-1", DBInstanceClass: "db.serverless" }));
    await statuses(async () => (await local.test.send(new DescribeDBInstancesCommand({}))).DBInstances?.[0]?.DBInstanceStatus, "available");
    await sql("create table people (id int primary key, name text, seen int default 0)");
    await sql("insert into people (id, name) select n, 'name' || n from generate_series(1, 10) n");
  }, 60_000);
  afterAll(() => local.stop());

  it("carries each statement out once, however often it is started", async () => {
    const statements = [rewrite("0001-rewrite", "alter table people alter column name type text using upper(name)"), update, analyze];
    expect(await round(statements)).toEqual({ done: true, cursor: 3, rows: 10 });
    expect(await round(statements)).toEqual({ done: true, cursor: 3, rows: 0 });
    expect(await sql("select cast(count(*) as int), cast(sum(seen) as int), min(name) from people")).toEqual([
      [{ longValue: 10 }, { longValue: 10 }, { stringValue: "NAME1" }],
    ]);
    expect(await sql("select id from refresh_ledger.done order by id")).toEqual(statements.map(({ id }) => [{ stringValue: id }]));
  }, 60_000);

  it("waits for the end of what an earlier round left running", async () => {
    const slow = rewrite("0004-slow", "perform pg_sleep(3); update people set seen = seen + 100");
    const left = sql(`/* refresh 0004-slow */${slow.sql}`);
    await statuses(
      async () =>
        (await sql("select 1 from pg_stat_activity where query like '/* refresh 0004%' and state = 'active'")).length > 0 ? "running" : "",
      "running",
    );
    expect(await round([slow])).toEqual({ done: true, cursor: 1, rows: 0 });
    await left;
    expect(await sql("select distinct seen from people")).toEqual([[{ longValue: 101 }]]);
  }, 60_000);

  it("rolls a statement back that fails, and says its id and SQLSTATE only", async () => {
    const failing = rewrite("0005-fails", "update people set name = 'ana@corp.example'; perform 1 / 0");
    expect(await round([failing])).toEqual({ error: "Statement 0005-fails failed: SQLSTATE 22012." });
    expect(await sql("select 1 from people where name like '%@%'")).toEqual([]);
  }, 60_000);

  it("refuses another plan on the same clone", async () => {
    expect(await round([update], "other")).toEqual({ error: expect.stringContaining("begun with another file of statements") as unknown });
  }, 60_000);
});
