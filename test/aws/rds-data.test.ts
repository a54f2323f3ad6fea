import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  EnableHttpEndpointCommand,
  ModifyDBClusterCommand,
} from "@aws-sdk/client-rds";
import {
  BatchExecuteStatementCommand,
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  type ExecuteStatementCommandInput,
  type ExecuteStatementCommandOutput,
  RollbackTransactionCommand,
  type SqlParameter,
} from "@aws-sdk/client-rds-data";
import { type Answer, CASES } from "./rds-data-cases.ts";
import { type Harness, startHarness, statuses, virtualTimers } from "./rds-harness.ts";

const resourceArn = "arn:aws:rds:us-west-2:222222222222:cluster:data";
const secretArn = "arn:aws:secretsmanager:us-west-2:222222222222:secret:data";
const call = { resourceArn, secretArn, database: "app" };
const clock = virtualTimers();
let local: Harness;

beforeAll(async () => {
  local = await startHarness(clock);
  const [Engine, DBClusterIdentifier] = ["aurora-postgresql", "data"];
  await local.test.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier,
      Engine,
      MasterUsername: "owner",
      MasterUserPassword: "data-password",
      DatabaseName: "app",
    }),
  );
  const cluster = async () => (await local.test.send(new DescribeDBClustersCommand({ DBClusterIdentifier }))).DBClusters?.[0]?.Status;
  await statuses(cluster, "available");
  await local.test.send(new EnableHttpEndpointCommand({ ResourceArn: resourceArn }));
  local.secrets.set(secretArn, JSON.stringify({ username: "owner", password: "data-password" }));
  await expect(execute("select 1")).rejects.toMatchObject({ name: "DatabaseNotFoundException" });
  await local.test.send(
    new CreateDBInstanceCommand({ DBInstanceIdentifier: "data-1", DBInstanceClass: "db.serverless", Engine, DBClusterIdentifier }),
  );
  await statuses(async () => (await local.test.send(new DescribeDBInstancesCommand({}))).DBInstances?.[0]?.DBInstanceStatus, "available");
  await execute(
    "create table item (id serial primary key, code varchar(10) not null, price numeric(8,2), at timestamptz, key uuid, tags text[])",
  );
  await execute("create type mood as enum ('good', 'bad')");
  await execute("create table child (id int, item int references item)");
});
afterAll(async () => {
  await local.stop();
});

function execute(sql: string, parameters?: SqlParameter[], more: Partial<ExecuteStatementCommandInput> = {}) {
  return local.data.send(new ExecuteStatementCommand({ ...call, sql, ...(parameters === undefined ? {} : { parameters }), ...more }));
}
const first = async (sql: string, parameters?: SqlParameter[], more?: Partial<ExecuteStatementCommandInput>) =>
  (await execute(sql, parameters, more)).records?.[0]?.[0];

describe.each(Object.entries(CASES))("%s", (_, cases) => {
  const title = (sql: string): string => (sql.length > 100 ? `${sql.slice(0, 60)}… (${sql.length} characters)` : sql);
  const given = (parameters: (typeof cases)[number]["given"]): SqlParameter[] =>
    Object.entries(parameters ?? {}).map(([name, [value, typeHint]]) => ({ name, value, ...(typeHint === undefined ? {} : { typeHint }) }));

  async function answered(answer: Answer, running: Promise<ExecuteStatementCommandOutput>): Promise<void> {
    if ("error" in answer) {
      const thrown = await running.catch((error: Error) => error);
      expect(thrown).toMatchObject({ name: answer.error });
      if (typeof answer.message === "string") expect((thrown as Error).message).toBe(answer.message);
      else expect((thrown as Error).message).toMatch(answer.message);
      return;
    }
    const { records, formattedRecords, numberOfRecordsUpdated, generatedFields } = await running;
    if ("json" in answer) expect(formattedRecords).toBe(answer.json);
    else if ("value" in answer) expect(records).toEqual([[answer.value]]);
    else if ("rows" in answer)
      expect({ records, updated: numberOfRecordsUpdated }).toEqual({ records: answer.rows, updated: answer.updated ?? 0 });
    else
      expect({ records, numberOfRecordsUpdated, generatedFields }).toEqual({ numberOfRecordsUpdated: answer.updated, generatedFields: [] });
  }

  it.each(cases.map((one) => [title(one.sql), JSON.stringify(one.given ?? {}), one] as const))("%s %s", async (_title, _given, one) => {
    await answered(one.answer, execute(one.sql, given(one.given), one.more));
  });
});

describe("fields", () => {
  it.each([
    ["1::int2", { longValue: 1 }],
    ["-7::int4", { longValue: -7 }],
    ["123456789012::int8", { longValue: 123456789012 }],
    ["42::oid", { longValue: 42 }],
    ["1.5::float4", { doubleValue: 1.5 }],
    ["0.1::float8", { doubleValue: 0.1 }],
    ["'1e300'::float8", { doubleValue: 1e300 }],
    ["'NaN'::float8", { doubleValue: Number.NaN }],
    ["'-Infinity'::float8", { doubleValue: Number.NEGATIVE_INFINITY }],
    ["true", { booleanValue: true }],
    ["false", { booleanValue: false }],
    ["null::int", { isNull: true }],
    ["null", { isNull: true }],
    ["'\\x00ff'::bytea", { blobValue: new Uint8Array([0, 255]) }],
    ["1.10::numeric(8,2)", { stringValue: "1.10" }],
    ["12345678901234567890.5", { stringValue: "12345678901234567890.5" }],
    ["'text'::text", { stringValue: "text" }],
    ["''::text", { stringValue: "" }],
    ["'Ænne \"q\" \\ 😀'::varchar(40)", { stringValue: 'Ænne "q" \\ 😀' }],
    ["'x'::char(3)", { stringValue: "x  " }],
    ["'n'::name", { stringValue: "n" }],
    ["'8c5a3b8e-9c1e-4a51-9b62-0d5f5b6f3a11'::uuid", { stringValue: "8c5a3b8e-9c1e-4a51-9b62-0d5f5b6f3a11" }],
    ["'{\"a\": 1}'::json", { stringValue: '{"a": 1}' }],
    ["'{\"a\":1}'::jsonb", { stringValue: '{"a": 1}' }],
    ["'2026-11-24'::date", { stringValue: "2026-11-24" }],
    ["'02:03:04.5'::time", { stringValue: "02:03:04.5" }],
    ["'2026-11-24 02:03:04.123'::timestamp", { stringValue: "2026-11-24 02:03:04.123" }],
    ["'2026-11-24 02:03:04+02'::timestamptz", { stringValue: "2026-11-24 00:03:04" }],
    ["'1 day 02:00'::interval", { stringValue: "1 day 02:00:00" }],
    ["'10.0.0.1'::inet", { stringValue: "10.0.0.1" }],
    ["'good'::mood", { stringValue: "good" }],
    ["array[1,2]", { arrayValue: { longValues: [1, 2] } }],
    ["array['a','b,c','\"']", { arrayValue: { stringValues: ["a", "b,c", '"'] } }],
    ["array[true,false]", { arrayValue: { booleanValues: [true, false] } }],
    ["array[1.5::float8]", { arrayValue: { doubleValues: [1.5] } }],
    ["array[1.5::numeric]", { arrayValue: { stringValues: ["1.5"] } }],
    ["array[[1,2],[3,4]]", { arrayValue: { arrayValues: [{ longValues: [1, 2] }, { longValues: [3, 4] }] } }],
    ["'{}'::text[]", { arrayValue: { stringValues: [] } }],
    ["array['good'::mood]", { arrayValue: { stringValues: ["good"] } }],
    ["array['2026-11-24 02:03:04+02'::timestamptz]", { arrayValue: { stringValues: ["2026-11-24 00:03:04"] } }],
  ])("%s", async (expression, field) => {
    expect(await first(`select ${expression}`)).toEqual(field);
  });

  it("keeps every digit of a bigint, sent and received", async () => {
    const sql = "select :n + 1 = 9007199254740994";
    const body = JSON.stringify({ ...call, sql, parameters: [{ name: "n", value: { longValue: 0 } }] }).replace(
      '"longValue":0',
      '"longValue":9007199254740993',
    );
    const endpoint = await local.data.config.endpoint?.();
    const headers = {
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIALOCALTEST0000000/20261124/us-west-2/rds-data/aws4_request, SignedHeaders=host, Signature=0",
      "content-type": "application/json",
    };
    const url = `http://127.0.0.1:${endpoint?.port}/Execute`;
    expect(await (await fetch(url, { method: "POST", headers, body })).text()).toBe(
      '{"numberOfRecordsUpdated":0,"records":[[{"booleanValue":true}]]}',
    );
    const large = JSON.stringify({ ...call, sql: "select 9007199254740993" });
    expect(await (await fetch(url, { method: "POST", headers, body: large })).text()).toContain('{"longValue":9007199254740993}');
  });

  it("formats records as JSON", async () => {
    const sql = `select 1 as "n""1", 'a"b' as s, true as b, null as z, array[1,2] as a, 1.50::numeric as d`;
    const { formattedRecords, records } = await execute(sql, undefined, { formatRecordsAs: "JSON" });
    expect(records).toBeUndefined();
    expect(JSON.parse(formattedRecords ?? "")).toEqual([{ 'n"1': 1, s: 'a"b', b: true, z: null, a: [1, 2], d: "1.50" }]);
  });

  it("describes columns", async () => {
    const { columnMetadata } = await execute("select id, code, price, at, key, tags, 1 as one from item limit 0", undefined, {
      includeResultMetadata: true,
    });
    expect(
      columnMetadata?.map(({ name, type, typeName, nullable, precision, scale, tableName }) => [
        name,
        type,
        typeName,
        nullable,
        precision,
        scale,
        tableName,
      ]),
    ).toEqual([
      ["id", 4, "serial", 0, 10, 0, "item"],
      ["code", 12, "varchar", 0, 10, 0, "item"],
      ["price", 2, "numeric", 1, 8, 2, "item"],
      ["at", 93, "timestamptz", 1, 35, 6, "item"],
      ["key", 1111, "uuid", 1, 2147483647, 0, "item"],
      ["tags", 2003, "_text", 1, 2147483647, 0, "item"],
      ["one", 4, "int4", 2, 10, 0, ""],
    ]);
    expect(Object.keys(columnMetadata?.[0] ?? {})).toHaveLength(14);
  });
});

describe("statements", () => {
  it("counts rows of DML, and returns those of RETURNING without counting", async () => {
    expect(await execute("insert into item (code) values ('a'), ('b')")).toMatchObject({ numberOfRecordsUpdated: 2, generatedFields: [] });
    const returned = await execute("update item set code = :c where code = 'a' returning code", [
      { name: "c", value: { stringValue: "z" } },
    ]);
    expect(returned).toMatchObject({ numberOfRecordsUpdated: 0, records: [[{ stringValue: "z" }]] });
    const batch = new BatchExecuteStatementCommand({
      ...call,
      sql: "insert into item (code) values (:c) returning id",
      parameterSets: ["p", "q"].map((text) => [{ name: "c", value: { stringValue: text } }]),
    });
    expect((await local.data.send(batch)).updateResults).toEqual([{ generatedFields: [] }, { generatedFields: [] }]);
    expect(await first("select count(*) from item where code in ('p', 'q')")).toEqual({ longValue: 2 });
  });

  it("takes all sets of a batch or none", async () => {
    const sets = ["fine", "longer than ten characters"].map((text) => [{ name: "c", value: { stringValue: text } }]);
    await expect(
      local.data.send(new BatchExecuteStatementCommand({ ...call, sql: "insert into item (code) values (:c)", parameterSets: sets })),
    ).rejects.toThrow("SQLState: 22001");
    expect(await first("select count(*) from item where code = 'fine'")).toEqual({ longValue: 0 });
  });

  it("refuses several statements at once, and runs none of them", async () => {
    await expect(execute("insert into item (code) values ('m'); select 1")).rejects.toMatchObject({
      name: "ValidationException",
      message: "Multistatements aren't supported.",
    });
    expect(await first("select count(*) from item where code = 'm';")).toEqual({ longValue: 0 });
    expect(await first("do $$ begin perform 1; perform 2; end $$; -- one statement")).toBeUndefined();
  });

  it("tells no value of a row in an error", async () => {
    await execute("create unique index on item (code) where code = 'secret'");
    await execute("insert into item (code) values ('secret')");
    const error = await execute("insert into item (code) values ('secret')").catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: "DatabaseErrorException", message: expect.stringMatching(/SQLState: 23505$/) });
    expect(String((error as Error).message)).not.toContain("secret");
  });

  it("leaves no session state to the next call", async () => {
    await execute("set search_path = pg_catalog");
    await execute("set timezone = 'Asia/Tokyo'");
    await execute("create temporary table gone (a int)");
    expect(await first("select to_regclass('gone')::text")).toEqual({ isNull: true });
    expect(await first("select current_setting('search_path') || current_setting('timezone')")).toEqual({
      stringValue: '"$user", publicUTC',
    });
  });

  it("stops a statement after 45 s, or lets it go on", async () => {
    const holder = await hold();
    const sql = "insert into slow select 1 from (select pg_advisory_xact_lock(1)) s";
    await execute("create table slow (a int)");
    const stopped = execute(sql).catch((error: Error) => error);
    await waitingForLock(1);
    clock.advance(44_999);
    await waitingForLock(1);
    clock.advance(1);
    expect(await stopped).toMatchObject({
      name: "StatementTimeoutException",
      message: "Request timed out",
      dbConnectionId: expect.any(Number),
    });
    await waitingForLock(0);
    const going = execute(sql, undefined, { continueAfterTimeout: true }).catch((error: Error) => error);
    await waitingForLock(1);
    clock.advance(45_000);
    expect(await going).toMatchObject({ name: "StatementTimeoutException" });
    await holder.release();
    await statuses(async () => String((await first("select count(*) from slow"))?.longValue), "1");
  });
});

/** Settles when so many statements wait for the lock. */
async function waitingForLock(count: number): Promise<void> {
  const waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted";
  await statuses(async () => String((await first(waiting))?.longValue), String(count));
}

/** Holds an advisory lock, so that a statement takes as long as a test wants. */
async function hold(): Promise<{ release(): Promise<void> }> {
  const { transactionId } = await local.data.send(new BeginTransactionCommand(call));
  await execute("select pg_advisory_xact_lock(1)", undefined, { transactionId });
  return {
    release: async () => {
      await local.data.send(new RollbackTransactionCommand({ resourceArn, secretArn, transactionId }));
    },
  };
}

describe("a cluster that may shrink to nothing", () => {
  const scale = async (MinCapacity: number, SecondsUntilAutoPause?: number): Promise<void> => {
    const ServerlessV2ScalingConfiguration = { MinCapacity, MaxCapacity: 2, ...(SecondsUntilAutoPause ? { SecondsUntilAutoPause } : {}) };
    await local.test.send(new ModifyDBClusterCommand({ DBClusterIdentifier: "data", ServerlessV2ScalingConfiguration }));
    const described = async () =>
      (await local.test.send(new DescribeDBClustersCommand({ DBClusterIdentifier: "data" }))).DBClusters?.[0]?.Status;
    await statuses(described, "available");
  };

  it("sleeps when nobody calls, refuses the calls that wake it, and serves again", async () => {
    await scale(0, 600);
    await execute("select 1");
    clock.advance(599_000);
    await execute("select 1");
    clock.advance(600_000);
    const asleep = {
      name: "DatabaseResumingException",
      message:
        "The Aurora DB instance arn:aws:rds:us-west-2:222222222222:db:data-1 is resuming after being auto-paused. Please wait a few seconds and try again.",
    };
    await expect(execute("select 1")).rejects.toMatchObject(asleep);
    await expect(local.data.send(new BeginTransactionCommand(call))).rejects.toMatchObject(asleep);
    clock.advance(15_000);
    await execute("select 1");
    await scale(0);
    clock.advance(300_000);
    await expect(execute("select 1")).rejects.toMatchObject({ name: "DatabaseResumingException" });
    await scale(0.5);
    clock.advance(24 * 3600 * 1000);
    await execute("select 1");
  });
});

describe("who may call", () => {
  it("refuses what AWS refuses", async () => {
    const { database: _, ...without } = call;
    await expect(local.data.send(new ExecuteStatementCommand({ ...without, sql: "select 1" }))).rejects.toMatchObject({
      name: "DatabaseErrorException",
      message: 'ERROR: database "owner" does not exist; SQLState: 3D000',
    });
    await expect(execute("select 1", undefined, { database: "none" })).rejects.toThrow('database "none" does not exist; SQLState: 3D000');
    await expect(execute("select 1", undefined, { resourceArn: `${resourceArn}x` })).rejects.toMatchObject({ name: "NotFoundException" });
    await expect(execute("select 1", undefined, { secretArn: `${secretArn}-none` })).rejects.toMatchObject({
      name: "SecretsErrorException",
    });
    local.secrets.set(`${secretArn}-bad`, "no json");
    await expect(execute("select 1", undefined, { secretArn: `${secretArn}-bad` })).rejects.toMatchObject({
      name: "InvalidSecretException",
    });
    local.secrets.set(`${secretArn}-wrong`, JSON.stringify({ username: "owner", password: "wrong" }));
    await expect(execute("select 1", undefined, { secretArn: `${secretArn}-wrong` })).rejects.toThrow("SQLState: 28P01");
    local.secrets.set(`${secretArn}-wrong`, JSON.stringify({ username: "owner", password: "data-password" }));
    expect(await first("select 1", undefined, { secretArn: `${secretArn}-wrong` })).toEqual({ longValue: 1 });
  });
});

describe("transactions", () => {
  const begin = async (): Promise<string> => (await local.data.send(new BeginTransactionCommand(call))).transactionId ?? "";
  const count = async () => (await first("select count(*) from item where code = 'tx'"))?.longValue;

  it("commits, and shows nothing before", async () => {
    const transactionId = await begin();
    await execute("insert into item (code) values ('tx')", undefined, { transactionId });
    expect(await count()).toBe(0);
    const commit = new CommitTransactionCommand({ resourceArn, secretArn, transactionId });
    expect((await local.data.send(commit)).transactionStatus).toBe("Transaction Committed");
    expect(await count()).toBe(1);
    await expect(local.data.send(commit)).rejects.toMatchObject({ name: "TransactionNotFoundException" });
  });

  it("rolls back", async () => {
    const transactionId = await begin();
    await execute("delete from item", undefined, { transactionId });
    const answer = await local.data.send(new RollbackTransactionCommand({ resourceArn, secretArn, transactionId }));
    expect(answer.transactionStatus).toBe("Rollback Complete");
    expect(await count()).toBe(1);
  });

  it("runs one statement at a time", async () => {
    const holder = await hold();
    const transactionId = await begin();
    const slow = execute("select pg_advisory_xact_lock(1)", undefined, { transactionId });
    await waitingForLock(1);
    const second = [
      execute("delete from item where code = 'tx'", undefined, { transactionId }),
      local.data.send(new CommitTransactionCommand({ resourceArn, secretArn, transactionId })),
    ];
    for (const refused of second) {
      await expect(refused).rejects.toMatchObject({ name: "DatabaseErrorException", message: "Transaction is still running a query" });
    }
    await holder.release();
    await slow;
    await local.data.send(new RollbackTransactionCommand({ resourceArn, secretArn, transactionId }));
    expect(await count()).toBe(1);
  });

  const gone = (transactionId: string) => ({ name: "TransactionNotFoundException", message: `Transaction ${transactionId} is not found` });
  const idle = async (): Promise<string> =>
    String((await first("select count(*) from pg_stat_activity where state = 'idle in transaction'"))?.longValue);

  it("rolls back after 3 min without a call", async () => {
    const transactionId = await begin();
    await execute("delete from item where code = 'tx'", undefined, { transactionId });
    clock.advance(179_999);
    await execute("select 1", undefined, { transactionId });
    clock.advance(179_999);
    expect(await idle()).toBe("1");
    clock.advance(1);
    await statuses(idle, "0");
    await expect(execute("select 1", undefined, { transactionId })).rejects.toMatchObject(gone(transactionId));
    expect(await count()).toBe(1);
  });

  it("rolls back after 24 h, however busy it is", async () => {
    // No lock of another transaction: that would rest for too long itself.
    const sleeping = async (): Promise<string> =>
      String((await first("select count(*) from pg_stat_activity where wait_event = 'PgSleep'"))?.longValue);
    const transactionId = await begin();
    await execute("delete from item where code = 'tx'", undefined, { transactionId });
    const busy = execute("select pg_sleep(600)", undefined, { transactionId, continueAfterTimeout: true }).catch((error: Error) => error);
    await statuses(sleeping, "1");
    clock.advance(45_000);
    expect(await busy).toMatchObject({ name: "StatementTimeoutException" });
    const rest = 24 * 3600 * 1000 - 45_000;
    clock.advance(rest - 1);
    await expect(execute("select 1", undefined, { transactionId })).rejects.toThrow("Transaction is still running a query");
    clock.advance(1);
    await expect(execute("select 1", undefined, { transactionId })).rejects.toMatchObject(gone(transactionId));
    // The server sees that the client has gone only when the statement ends.
    await execute("select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'");
    await statuses(sleeping, "0");
    expect(await count()).toBe(1);
  });

  it("keeps DDL within it", async () => {
    const transactionId = await begin();
    await execute("create table staged (a int)", undefined, { transactionId });
    await execute("insert into staged values (1)", undefined, { transactionId });
    expect(await first("select to_regclass('staged')::text")).toEqual({ isNull: true });
    await local.data.send(new CommitTransactionCommand({ resourceArn, secretArn, transactionId }));
    expect(await first("select count(*) from staged")).toEqual({ longValue: 1 });
  });

  it("is unusable after an error until it is rolled back, and of its own cluster and account", async () => {
    const transactionId = await begin();
    await expect(execute("select 1/0", undefined, { transactionId })).rejects.toThrow("SQLState: 22012");
    await expect(execute("select 1", undefined, { transactionId })).rejects.toThrow(
      "ERROR: current transaction is aborted, commands ignored until end of transaction block; SQLState: 25P02",
    );
    await local.data.send(new RollbackTransactionCommand({ resourceArn, secretArn, transactionId }));
    await expect(execute("select 1", undefined, { transactionId: "none" })).rejects.toMatchObject(gone("none"));
  });
});
