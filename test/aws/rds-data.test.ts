import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  EnableHttpEndpointCommand,
} from "@aws-sdk/client-rds";
import {
  BatchExecuteStatementCommand,
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  type ExecuteStatementCommandInput,
  RollbackTransactionCommand,
  type SqlParameter,
} from "@aws-sdk/client-rds-data";
import { type Harness, startHarness, statuses } from "./rds-harness.ts";

const resourceArn = "arn:aws:rds:us-west-2:222222222222:cluster:data";
const secretArn = "arn:aws:secretsmanager:us-west-2:222222222222:secret:data";
const call = { resourceArn, secretArn, database: "app" };
const STATEMENT_MS = 1500;
const IDLE_MS = 1000;
let local: Harness;

beforeAll(async () => {
  local = await startHarness({ statement: STATEMENT_MS, idleTransaction: IDLE_MS });
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
});
afterAll(async () => {
  await local.stop();
});

function execute(sql: string, parameters?: SqlParameter[], more: Partial<ExecuteStatementCommandInput> = {}) {
  return local.data.send(new ExecuteStatementCommand({ ...call, sql, ...(parameters === undefined ? {} : { parameters }), ...more }));
}
const first = async (sql: string, parameters?: SqlParameter[], more?: Partial<ExecuteStatementCommandInput>) =>
  (await execute(sql, parameters, more)).records?.[0]?.[0];

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

  it.each([
    ["relkind from pg_class limit 1", '"CHAR"'],
    ["'int4'::regtype", "regtype"],
    ["1::money", "money"],
    ["'(1,2)'::point", "point"],
    ["row(1,2)", "record"],
  ])("refuses %s", async (expression, type) => {
    await expect(execute(`select ${expression}`)).rejects.toMatchObject({
      name: "UnsupportedResultException",
      message: `The result contains the unsupported data type ${type}.`,
    });
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

  it("returns numbers as asked", async () => {
    const asNumbers = { resultSetOptions: { decimalReturnType: "DOUBLE_OR_LONG" } } as const;
    expect(await first("select 1.5::numeric", undefined, asNumbers)).toEqual({ doubleValue: 1.5 });
    expect(await first("select 15::numeric", undefined, asNumbers)).toEqual({ longValue: 15 });
    expect(await first("select 7", undefined, { resultSetOptions: { longReturnType: "STRING" } })).toEqual({ stringValue: "7" });
  });

  it("formats records as JSON", async () => {
    const sql = `select 1 as "n""1", 'a"b' as s, true as b, null as z, array[1,2] as a, 1.50::numeric as d`;
    const { formattedRecords, records } = await execute(sql, undefined, { formatRecordsAs: "JSON" });
    expect(records).toBeUndefined();
    expect(JSON.parse(formattedRecords ?? "")).toEqual([{ 'n"1': 1, s: 'a"b', b: true, z: null, a: [1, 2], d: "1.50" }]);
  });

  it("describes columns", async () => {
    const { columnMetadata } = await execute("select id, code, price, at, key, tags, 1 as one from item", undefined, {
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
  it("types a text as varchar, so that a missing cast fails here as on AWS", async () => {
    const id = { name: "id", value: { stringValue: "8c5a3b8e-9c1e-4a51-9b62-0d5f5b6f3a11" } };
    await expect(execute("select 1 from item where key = :id", [id])).rejects.toMatchObject({
      name: "DatabaseErrorException",
      message: expect.stringMatching(/^ERROR: operator does not exist: uuid = character varying; Position: \d+; SQLState: 42883$/),
    });
    expect((await execute("select 1 from item where key = :id", [{ ...id, typeHint: "UUID" }])).records).toEqual([]);
  });

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

  it("keeps to the limits", async () => {
    await expect(execute(`select 1 -- ${"x".repeat(65_536)}`)).rejects.toThrow("65536 characters");
    await expect(execute("select repeat('x', 70000)")).rejects.toThrow("allowed row size limit");
    await expect(execute("select repeat('x', 60000) from generate_series(1, 30)")).rejects.toThrow(
      "Database returned more than the allowed response size limit",
    );
    expect((await execute("select repeat('x', 60000) from generate_series(1, 15)")).records).toHaveLength(15);
  });

  it("stops a statement that takes too long, or lets it go on", async () => {
    await execute("create table slow (a int)");
    const sql = "insert into slow select 1 from (select pg_sleep(2.2)) s";
    await expect(execute(sql)).rejects.toMatchObject({ name: "StatementTimeoutException", dbConnectionId: expect.any(Number) });
    expect(
      await first("select count(*) from pg_stat_activity where query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()"),
    ).toEqual({ longValue: 0 });
    await expect(execute(sql, undefined, { continueAfterTimeout: true })).rejects.toMatchObject({ name: "StatementTimeoutException" });
    await statuses(async () => String((await first("select count(*) from slow"))?.longValue), "1");
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

  it("runs one statement at a time, and ends when it rests for too long", async () => {
    const transactionId = await begin();
    const [slow, second] = await Promise.allSettled([
      execute("select pg_sleep(0.3)", undefined, { transactionId }),
      execute("delete from item where code = 'tx'", undefined, { transactionId }),
    ]);
    const refused = [slow, second].find((result) => result.status === "rejected");
    expect(refused).toMatchObject({ reason: { message: "Transaction is still running a query" } });
    const gone = async () => {
      const found = await first("select count(*) from pg_stat_activity where state = 'idle in transaction'");
      return String(found?.longValue);
    };
    await statuses(gone, "0");
    await expect(execute("select 1", undefined, { transactionId })).rejects.toMatchObject({ name: "TransactionNotFoundException" });
    expect(await count()).toBe(1);
  });
});
