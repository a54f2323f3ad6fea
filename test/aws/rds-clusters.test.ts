/** What a refresh does to clusters besides copying them: bytes of a snapshot, clones, renames, parameter groups, quotas, waiters. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import {
  AddTagsToResourceCommand,
  CopyDBClusterSnapshotCommand,
  CreateDBClusterCommand,
  CreateDBClusterParameterGroupCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  DeleteDBClusterCommand,
  DeleteDBClusterParameterGroupCommand,
  DeleteDBInstanceCommand,
  DescribeDBClusterParameterGroupsCommand,
  DescribeDBClusterParametersCommand,
  DescribeDBClustersCommand,
  ModifyDBClusterCommand,
  ModifyDBClusterParameterGroupCommand,
  ModifyDBClusterSnapshotAttributeCommand,
  ResetDBClusterParameterGroupCommand,
  RestoreDBClusterFromSnapshotCommand,
  RestoreDBClusterToPointInTimeCommand,
  waitUntilDBClusterAvailable,
  waitUntilDBClusterDeleted,
  waitUntilDBClusterSnapshotAvailable,
  waitUntilDBInstanceAvailable,
  waitUntilDBInstanceDeleted,
} from "@aws-sdk/client-rds";
import pg from "pg";
import { createGate } from "../../local/aws/rds/gate.ts";
import { withinQuota } from "../../local/aws/rds/operations/quotas.ts";
import { segmentName } from "../../local/aws/rds/postgres/wal.ts";
import { type Harness, startHarness } from "./rds-harness.ts";

const Engine = "aurora-postgresql";
const ACCOUNT = "222222222222";
const PASSWORD = "clusters-password";
const CANARY = "canary-5b1f0c9e-deleted-before-the-snapshot";
let local: Harness;
/** The SDK's own waiters; they start over after this many seconds. */
const wait = () => ({ client: local.test, maxWaitTime: 60, minDelay: 0.02, maxDelay: 0.05 });

beforeAll(async () => {
  local = await startHarness();
});
afterAll(async () => {
  await local.stop();
});

async function withInstance(DBClusterIdentifier: string): Promise<void> {
  await waitUntilDBClusterAvailable(wait(), { DBClusterIdentifier });
  const DBInstanceIdentifier = `${DBClusterIdentifier}-1`;
  await local.test.send(
    new CreateDBInstanceCommand({ DBInstanceIdentifier, DBInstanceClass: "db.serverless", Engine, DBClusterIdentifier }),
  );
  await waitUntilDBInstanceAvailable(wait(), { DBInstanceIdentifier });
}

async function query(DBClusterIdentifier: string, ...statements: string[]): Promise<readonly Record<string, unknown>[]> {
  const cluster = (await local.test.send(new DescribeDBClustersCommand({ DBClusterIdentifier }))).DBClusters?.[0];
  const client = new pg.Client({
    host: cluster?.Endpoint ?? "",
    port: cluster?.Port ?? 0,
    user: "app",
    password: PASSWORD,
    database: "app",
  });
  await client.connect();
  try {
    let rows: readonly Record<string, unknown>[] = [];
    for (const statement of statements) rows = (await client.query<Record<string, unknown>>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

/** The data directories whose write-ahead log holds a text, by bytes. */
async function inLogs(text: string): Promise<string[]> {
  const home = path.join(local.dataDir, "rds");
  const found: string[] = [];
  for (const directory of (await readdir(home)).filter((name) => name.startsWith("data-"))) {
    const folder = path.join(home, directory, "pg_wal");
    const segments = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
    const contents = await Promise.all(segments.map(({ name }) => readFile(path.join(folder, name))));
    if (contents.some((content) => content.includes(text))) found.push(directory);
  }
  return found;
}

describe("a snapshot", () => {
  it("holds no write-ahead log of what was deleted before it, and restores", async () => {
    const create = { DBClusterIdentifier: "origin", Engine, MasterUsername: "app", MasterUserPassword: PASSWORD, DatabaseName: "app" };
    await local.test.send(new CreateDBClusterCommand(create));
    await withInstance("origin");
    await query(
      "origin",
      "create table person (id int primary key, name text)",
      `insert into person values (1, 'kept'), (2, '${CANARY}')`,
      "delete from person where id = 2",
      "checkpoint",
    );
    expect(await inLogs(CANARY)).toHaveLength(1);
    const DBClusterSnapshotIdentifier = "clean";
    await local.test.send(new CreateDBClusterSnapshotCommand({ DBClusterIdentifier: "origin", DBClusterSnapshotIdentifier }));
    await waitUntilDBClusterSnapshotAvailable(wait(), { DBClusterSnapshotIdentifier });
    await local.test.send(
      new RestoreDBClusterFromSnapshotCommand({ DBClusterIdentifier: "restored", Engine, SnapshotIdentifier: "clean" }),
    );
    await withInstance("restored");
    expect(await query("restored", "select * from person")).toEqual([{ id: 1, name: "kept" }]);
    expect(await inLogs(CANARY)).toEqual([]);
  });

  it.each([
    [1, 0x1400000n, 4 << 20, "000000010000000000000005"],
    [1, 0x1_0000_0000n, 4 << 20, "000000010000000100000000"],
    [11, 0xff_ffff_ffffn, 16 << 20, "0000000B000000FF000000FF"],
  ])("knows the log's segment: timeline %d, place %s", (timeline, place, size, name) => {
    expect(segmentName(timeline, place, size)).toBe(name);
  });

  const share = (DBClusterSnapshotIdentifier: string, ValuesToAdd: string[]) =>
    local.test.send(new ModifyDBClusterSnapshotAttributeCommand({ DBClusterSnapshotIdentifier, AttributeName: "restore", ValuesToAdd }));

  it("is shared with at most 20 accounts", async () => {
    const accounts = Array.from({ length: 21 }, (_, index) => String(100_000_000_000 + index));
    await expect(share("clean", accounts)).rejects.toMatchObject({ name: "SharedSnapshotQuotaExceededFault" });
    await share("clean", accounts.slice(0, 20));
    await share("clean", accounts.slice(0, 20));
    await expect(share("clean", ["12"])).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  it("without encryption is restored by the account that it is shared with, and by no other", async () => {
    const SnapshotIdentifier = `arn:aws:rds:us-west-2:${ACCOUNT}:cluster-snapshot:clean`;
    const restore = () =>
      local.production.send(new RestoreDBClusterFromSnapshotCommand({ DBClusterIdentifier: "theirs", Engine, SnapshotIdentifier }));
    await expect(restore()).rejects.toMatchObject({ name: "DBClusterSnapshotNotFoundFault" });
    const attribute = { DBClusterSnapshotIdentifier: "clean", AttributeName: "restore" };
    await local.test.send(new ModifyDBClusterSnapshotAttributeCommand({ ...attribute, ValuesToRemove: ["100000000000"] }));
    await share("clean", ["111111111111"]);
    expect((await restore()).DBCluster?.DBClusterArn).toBe("arn:aws:rds:us-west-2:111111111111:cluster:theirs");
  });

  it("under the default key stays in its account; its copy under another key does not, and is never public", async () => {
    const create = {
      DBClusterIdentifier: "encrypted",
      Engine,
      MasterUsername: "app",
      MasterUserPassword: PASSWORD,
      StorageEncrypted: true,
    };
    await local.test.send(new CreateDBClusterCommand(create));
    await waitUntilDBClusterAvailable(wait(), { DBClusterIdentifier: "encrypted" });
    const [DBClusterSnapshotIdentifier, TargetDBClusterSnapshotIdentifier] = ["default-key", "own-key"];
    await local.test.send(new CreateDBClusterSnapshotCommand({ DBClusterIdentifier: "encrypted", DBClusterSnapshotIdentifier }));
    await waitUntilDBClusterSnapshotAvailable(wait(), { DBClusterSnapshotIdentifier });
    const state = { name: "InvalidDBClusterSnapshotStateFault" };
    await expect(share(DBClusterSnapshotIdentifier, ["111111111111"])).rejects.toMatchObject(state);
    const copy = { SourceDBClusterSnapshotIdentifier: DBClusterSnapshotIdentifier, TargetDBClusterSnapshotIdentifier };
    await local.test.send(new CopyDBClusterSnapshotCommand({ ...copy, KmsKeyId: "alias/own" }));
    await expect(share(TargetDBClusterSnapshotIdentifier, ["111111111111"])).rejects.toMatchObject(state);
    await waitUntilDBClusterSnapshotAvailable(wait(), { DBClusterSnapshotIdentifier: TargetDBClusterSnapshotIdentifier });
    await expect(share(TargetDBClusterSnapshotIdentifier, ["all"])).rejects.toMatchObject(state);
    await share(TargetDBClusterSnapshotIdentifier, ["111111111111"]);
    const across = {
      SourceDBClusterSnapshotIdentifier: `arn:aws:rds:us-west-2:${ACCOUNT}:cluster-snapshot:own-key`,
      TargetDBClusterSnapshotIdentifier: "from-test",
    };
    await expect(local.production.send(new CopyDBClusterSnapshotCommand(across))).rejects.toMatchObject({
      name: "InvalidParameterCombination",
    });
    await local.production.send(new CopyDBClusterSnapshotCommand({ ...across, KmsKeyId: "alias/prod" }));
  });
});

describe("RestoreDBClusterToPointInTime", () => {
  const restore = { SourceDBClusterIdentifier: "restored", DBClusterIdentifier: "clone" };

  it.each([
    ["neither time", {}, "InvalidParameterCombination", "Either RestoreToTime or UseLatestRestorableTime"],
    ["both times", { UseLatestRestorableTime: true, RestoreToTime: new Date(0) }, "InvalidParameterCombination", "RestoreToTime can't be"],
    ["a source that is not there", { UseLatestRestorableTime: true, SourceDBClusterIdentifier: "none" }, "DBClusterNotFoundFault", "none"],
    ["a name that is taken", { UseLatestRestorableTime: true, DBClusterIdentifier: "origin" }, "DBClusterAlreadyExistsFault", "origin"],
    ["an unknown type", { UseLatestRestorableTime: true, RestoreType: "thin" }, "InvalidParameterValue", "thin"],
    ["a moment in the past", { RestoreToTime: new Date(0) }, "NotImplementedException", "no log of past changes"],
  ])("refuses %s", async (_, more, name, words) => {
    const answer = local.test.send(new RestoreDBClusterToPointInTimeCommand({ ...restore, ...more }));
    await expect(answer).rejects.toMatchObject({ name, message: expect.stringContaining(words) as unknown });
  });

  it("clones a cluster as it is now, and the two go separate ways", async () => {
    await local.test.send(
      new RestoreDBClusterToPointInTimeCommand({ ...restore, UseLatestRestorableTime: true, RestoreType: "copy-on-write" }),
    );
    await withInstance("clone");
    await query("clone", "insert into person values (3, 'clone only')");
    expect(await query("clone", "select count(*)::int from person")).toEqual([{ count: 2 }]);
    expect(await query("restored", "select count(*)::int from person")).toEqual([{ count: 1 }]);
  });
});

describe("renaming a cluster", () => {
  it("keeps its data, its instances and its resource id, and frees the old name", async () => {
    const rename = (DBClusterIdentifier: string, NewDBClusterIdentifier: string) =>
      local.test.send(new ModifyDBClusterCommand({ DBClusterIdentifier, NewDBClusterIdentifier, ApplyImmediately: true }));
    await expect(rename("clone", "origin")).rejects.toMatchObject({ name: "DBClusterAlreadyExistsFault" });
    await expect(rename("clone", "-wrong-")).rejects.toMatchObject({ name: "InvalidParameterValue" });
    const before = (await local.test.send(new DescribeDBClustersCommand({ DBClusterIdentifier: "clone" }))).DBClusters?.[0];
    expect((await rename("clone", "Live")).DBCluster).toMatchObject({ DBClusterIdentifier: "live", Status: "renaming" });
    await waitUntilDBClusterAvailable(wait(), { DBClusterIdentifier: "live" });
    await expect(local.test.send(new DescribeDBClustersCommand({ DBClusterIdentifier: "clone" }))).rejects.toMatchObject({
      name: "DBClusterNotFoundFault",
      message: "DBCluster clone not found.",
    });
    const after = (await local.test.send(new DescribeDBClustersCommand({ DBClusterIdentifier: "live" }))).DBClusters?.[0];
    expect(after).toMatchObject({
      DBClusterArn: `arn:aws:rds:us-west-2:${ACCOUNT}:cluster:live`,
      DbClusterResourceId: before?.DbClusterResourceId,
      DBClusterMembers: [{ DBInstanceIdentifier: "clone-1", IsClusterWriter: true }],
      Port: before?.Port,
    });
    expect(await query("live", "select count(*)::int from person")).toEqual([{ count: 2 }]);
  });
});

describe("the master user's password", () => {
  const modify = (more: object) =>
    local.test.send(new ModifyDBClusterCommand({ DBClusterIdentifier: "live", ApplyImmediately: true, ...more }));
  const settled = () => waitUntilDBClusterAvailable(wait(), { DBClusterIdentifier: "live" });
  const secret = () => JSON.parse([...local.secrets.values()][0] ?? "{}") as { username?: string; password?: string };

  it("is taken over by RDS, rotated, and given back", async () => {
    const { DBCluster } = await modify({ ManageMasterUserPassword: true });
    const arn = DBCluster?.MasterUserSecret?.SecretArn ?? "";
    expect([...local.secrets.keys()]).toEqual([arn]);
    await settled();
    const first = secret();
    expect(first.username).toBe("app");
    await expect(query("live", "select 1")).rejects.toMatchObject({ code: "28P01" });
    await expect(modify({ MasterUserPassword: PASSWORD })).rejects.toMatchObject({ name: "InvalidParameterCombination" });
    await modify({ ManageMasterUserPassword: true, RotateMasterUserPassword: true });
    await settled();
    expect(secret().password).not.toBe(first.password);
    await expect(modify({ ManageMasterUserPassword: false })).rejects.toMatchObject({ name: "InvalidParameterCombination" });
    await modify({ ManageMasterUserPassword: false, MasterUserPassword: PASSWORD });
    await settled();
    expect(local.secrets.size).toBe(0);
    expect(await query("live", "select 1 as one")).toEqual([{ one: 1 }]);
  });
});

describe("parameter groups", () => {
  const DBClusterParameterGroupName = "masked";
  const family = { DBParameterGroupFamily: "aurora-postgresql17", Description: "for tests" };
  const create = (name: string, more = {}) =>
    local.test.send(new CreateDBClusterParameterGroupCommand({ DBClusterParameterGroupName: name, ...family, ...more }));
  const modify = (ParameterName: string, ParameterValue: string, ApplyMethod: "immediate" | "pending-reboot", name = "masked") =>
    local.test.send(
      new ModifyDBClusterParameterGroupCommand({
        DBClusterParameterGroupName: name,
        Parameters: [{ ParameterName, ParameterValue, ApplyMethod }],
      }),
    );
  const set = async (): Promise<unknown> =>
    (await local.test.send(new DescribeDBClusterParametersCommand({ DBClusterParameterGroupName, Source: "user" }))).Parameters;

  it("are created, changed, reset and deleted", async () => {
    expect((await create("Masked")).DBClusterParameterGroup).toEqual({
      DBClusterParameterGroupName,
      DBParameterGroupFamily: "aurora-postgresql17",
      Description: "for tests",
      DBClusterParameterGroupArn: `arn:aws:rds:us-west-2:${ACCOUNT}:cluster-pg:masked`,
    });
    const listed = await local.test.send(new DescribeDBClusterParameterGroupsCommand({}));
    expect(listed.DBClusterParameterGroups?.map((group) => group.DBClusterParameterGroupName)).toEqual([
      "default.aurora-postgresql17",
      "masked",
    ]);
    await modify("rds.force_ssl", "1", "pending-reboot");
    await modify("work_mem", "65536", "immediate");
    await modify("max_connections", "{DBInstanceClassMemory/9531392}", "pending-reboot");
    expect(await set()).toMatchObject([
      { ParameterName: "max_connections", ApplyType: "static", DataType: "integer", ApplyMethod: "pending-reboot" },
      { ParameterName: "rds.force_ssl", ParameterValue: "1", Source: "user" },
      {
        ParameterName: "work_mem",
        ParameterValue: "65536",
        ApplyType: "dynamic",
        AllowedValues: "64-2147483647",
        ApplyMethod: "immediate",
      },
    ]);
    const page = await local.test.send(new DescribeDBClusterParametersCommand({ DBClusterParameterGroupName, MaxRecords: 20 }));
    expect([page.Parameters?.length, page.Parameters?.[0]?.ParameterName, typeof page.Marker]).toEqual([20, "DateStyle", "string"]);
    const reset = { DBClusterParameterGroupName, Parameters: [{ ParameterName: "work_mem", ApplyMethod: "immediate" as const }] };
    await local.test.send(new ResetDBClusterParameterGroupCommand(reset));
    expect(await set()).toHaveLength(2);
    await local.test.send(new ResetDBClusterParameterGroupCommand({ DBClusterParameterGroupName, ResetAllParameters: true }));
    expect(await set()).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>, string, string]>([
    ["a name that is taken", () => create("masked"), "DBParameterGroupAlreadyExistsFault", "Parameter group masked already exists"],
    [
      "an unknown family",
      () => create("other", { DBParameterGroupFamily: "aurora9" }),
      "InvalidParameterValue",
      "ParameterGroupFamily aurora9 is not a valid parameter group family",
    ],
    ["an unknown group", () => modify("work_mem", "64", "immediate", "none"), "DBParameterGroupNotFoundFault", "not found: none"],
    [
      "the default group",
      () => modify("work_mem", "64", "immediate", "default.aurora-postgresql17"),
      "InvalidParameterValue",
      "Cannot modify a default parameter group.",
    ],
    [
      "an unknown parameter",
      () => modify("work_men", "64", "immediate"),
      "InvalidParameterValue",
      "Could not find parameter with name: work_men",
    ],
    [
      "a static one at once",
      () => modify("max_connections", "50", "immediate"),
      "InvalidParameterCombination",
      "cannot use immediate apply method for static parameter",
    ],
    ["a value outside its range", () => modify("work_mem", "1", "immediate"), "InvalidParameterValue", "allowed values are: 64-2147483647"],
    ["a value that is no number", () => modify("work_mem", "much", "immediate"), "InvalidParameterValue", "for: work_mem"],
    [
      "deleting the default group",
      () => local.test.send(new DeleteDBClusterParameterGroupCommand({ DBClusterParameterGroupName: "default.aurora-postgresql17" })),
      "InvalidDBParameterGroupStateFault",
      "Default DBClusterParameterGroup cannot be deleted: default.aurora-postgresql17",
    ],
  ])("refuse %s", async (_, call, name, words) => {
    await expect(call()).rejects.toMatchObject({ name, message: expect.stringContaining(words) as unknown });
  });

  it("cannot be deleted while a cluster has them, and go afterwards", async () => {
    const use = (DBClusterParameterGroupName: string) =>
      local.test.send(new ModifyDBClusterCommand({ DBClusterIdentifier: "live", DBClusterParameterGroupName, ApplyImmediately: true }));
    const remove = new DeleteDBClusterParameterGroupCommand({ DBClusterParameterGroupName });
    await use("masked");
    await expect(local.test.send(remove)).rejects.toMatchObject({
      name: "InvalidDBParameterGroupStateFault",
      message: "One or more database instances are still members of this parameter group masked, so the group cannot be deleted",
    });
    await waitUntilDBClusterAvailable(wait(), { DBClusterIdentifier: "live" });
    await use("default.aurora-postgresql17");
    await waitUntilDBClusterAvailable(wait(), { DBClusterIdentifier: "live" });
    await local.test.send(remove);
    await expect(local.test.send(remove)).rejects.toMatchObject({ name: "DBParameterGroupNotFoundFault" });
  });
});

describe("the gate between calls and a snapshot", () => {
  const signal = () => {
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    return { open, opened };
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it("lets the snapshot wait for what runs, also after its answer, and later calls for the snapshot", async () => {
    const gate = createGate();
    const seen: string[] = [];
    const [call, rest, copy] = [signal(), signal(), signal()];
    const first = gate.pass(async (goesOn) => {
      goesOn(rest.opened);
      await call.opened;
      seen.push("answered");
    });
    const snapshot = gate.alone(async () => {
      seen.push("copying");
      await copy.opened;
      seen.push("copied");
    });
    const second = gate.pass(async () => void seen.push("second call"));
    call.open();
    await first;
    await settled();
    expect(seen).toEqual(["answered"]);
    rest.open();
    await settled();
    expect(seen).toEqual(["answered", "copying"]);
    copy.open();
    await Promise.all([snapshot, second]);
    expect(seen).toEqual(["answered", "copying", "copied", "second call"]);
  });

  it("opens again after work that failed, on either side", async () => {
    const gate = createGate();
    await expect(gate.pass(() => Promise.reject(new Error("call")))).rejects.toThrow("call");
    await expect(gate.alone(() => Promise.reject(new Error("disk")))).rejects.toThrow("disk");
    expect(await gate.pass(async () => 1)).toBe(1);
  });
});

describe("quotas", () => {
  it.each([
    ["clusters", 40, "DBClusterQuotaExceededFault", 403],
    ["instances", 40, "InstanceQuotaExceeded", 400],
    ["instancesOfCluster", 16, "InstanceQuotaExceeded", 400],
    ["manualSnapshots", 100, "SnapshotQuotaExceeded", 400],
    ["copiesInProgress", 20, "SnapshotQuotaExceeded", 400],
    ["parameterGroups", 50, "DBParameterGroupQuotaExceeded", 400],
  ] as const)("%s: %d", (quota, most, code, status) => {
    expect(() => withinQuota(quota, most - 1)).not.toThrow();
    expect(() => withinQuota(quota, most)).toThrow(expect.objectContaining({ code, status }) as Error);
  });

  it("hold for tags", async () => {
    const tag = (from: number, count: number) =>
      local.test.send(
        new AddTagsToResourceCommand({
          ResourceName: `arn:aws:rds:us-west-2:${ACCOUNT}:cluster:live`,
          Tags: Array.from({ length: count }, (_, index) => ({ Key: `k${from + index}`, Value: "v" })),
        }),
      );
    await tag(0, 50);
    await tag(0, 50);
    await expect(tag(50, 1)).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });
});

describe("the end of a cluster", () => {
  it("leaves a final snapshot that restores; deleted ones are waited for as on AWS", async () => {
    await local.test.send(new ModifyDBClusterCommand({ DBClusterIdentifier: "live", DeletionProtection: true, ApplyImmediately: true }));
    await waitUntilDBClusterAvailable(wait(), { DBClusterIdentifier: "live" });
    await local.test.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: "clone-1" }));
    await waitUntilDBInstanceDeleted(wait(), { DBInstanceIdentifier: "clone-1" });
    const remove = new DeleteDBClusterCommand({ DBClusterIdentifier: "live", FinalDBSnapshotIdentifier: "live-final" });
    await expect(local.test.send(remove)).rejects.toMatchObject({
      name: "InvalidParameterCombination",
      message: "Cannot delete protected Cluster, please disable deletion protection and try again.",
    });
    await local.test.send(new ModifyDBClusterCommand({ DBClusterIdentifier: "live", DeletionProtection: false, ApplyImmediately: true }));
    await waitUntilDBClusterAvailable(wait(), { DBClusterIdentifier: "live" });
    const taken = new DeleteDBClusterCommand({ DBClusterIdentifier: "live", FinalDBSnapshotIdentifier: "clean" });
    await expect(local.test.send(taken)).rejects.toMatchObject({ name: "DBClusterSnapshotAlreadyExistsFault" });
    await local.test.send(remove);
    await waitUntilDBClusterDeleted(wait(), { DBClusterIdentifier: "live" });
    await waitUntilDBClusterSnapshotAvailable(wait(), { DBClusterSnapshotIdentifier: "live-final" });
    const again = { DBClusterIdentifier: "again", Engine, SnapshotIdentifier: "live-final" };
    await local.test.send(new RestoreDBClusterFromSnapshotCommand(again));
    await withInstance("again");
    expect(await query("again", "select name from person where id = 3")).toEqual([{ name: "clone only" }]);
    expect(local.log).toEqual([]);
  });
});
