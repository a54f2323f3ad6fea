import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { connect } from "node:net";
import path from "node:path";
import {
  AddTagsToResourceCommand,
  CopyDBClusterSnapshotCommand,
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  DeleteDBClusterCommand,
  DeleteDBClusterSnapshotCommand,
  DeleteDBInstanceCommand,
  DescribeDBClusterAutomatedBackupsCommand,
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  EnableHttpEndpointCommand,
  ListTagsForResourceCommand,
  ModifyDBClusterCommand,
  ModifyDBClusterSnapshotAttributeCommand,
  type RDSClient,
  RestoreDBClusterFromSnapshotCommand,
} from "@aws-sdk/client-rds";
import { ExecuteStatementCommand } from "@aws-sdk/client-rds-data";
import pg from "pg";
import { type Harness, startHarness, statuses } from "./rds-harness.ts";

const ENGINE = "aurora-postgresql";
const PASSWORD = "production-password";
let local: Harness;

beforeAll(async () => {
  local = await startHarness();
});
afterAll(async () => {
  await local.stop();
});

const clusterStatus = (client: RDSClient, id: string) => async (): Promise<string | undefined> =>
  (await client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: id }))).DBClusters?.[0]?.Status;
const instanceStatus = (client: RDSClient, id: string) => async (): Promise<string | undefined> =>
  (await client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }))).DBInstances?.[0]?.DBInstanceStatus;
const snapshotStatus = (client: RDSClient, id: string) => async (): Promise<string | undefined> =>
  (await client.send(new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: id }))).DBClusterSnapshots?.[0]?.Status;
const orGone = (describe: () => Promise<string | undefined>) => () => describe().catch((error: Error) => error.name);

async function login(client: RDSClient, id: string, password: string): Promise<pg.Client> {
  const cluster = (await client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: id }))).DBClusters?.[0];
  const connection = new pg.Client({
    host: cluster?.Endpoint,
    port: cluster?.Port,
    user: cluster?.MasterUsername,
    password,
    database: "app",
  } as pg.ClientConfig);
  connection.on("error", () => {});
  await connection.connect();
  return connection;
}

describe("a cluster's life across two accounts", () => {
  it("creates a cluster that listens from its first instance on", async () => {
    const create = {
      DBClusterIdentifier: "Prod-Aurora",
      Engine: ENGINE,
      MasterUsername: "app",
      MasterUserPassword: PASSWORD,
      DatabaseName: "app",
      KmsKeyId: "alias/prod",
    };
    const { DBCluster } = await local.production.send(new CreateDBClusterCommand({ ...create, Tags: [{ Key: "team", Value: "a & <b>" }] }));
    expect(DBCluster).toMatchObject({
      DBClusterIdentifier: "prod-aurora",
      Status: "creating",
      DBClusterArn: "arn:aws:rds:us-west-2:111111111111:cluster:prod-aurora",
      StorageEncrypted: true,
      KmsKeyId: "arn:aws:kms:us-west-2:111111111111:key/of-prod",
      TagList: [{ Key: "team", Value: "a & <b>" }],
      HttpEndpointEnabled: false,
      DBClusterMembers: [],
    });
    await expect(local.production.send(new CreateDBClusterCommand(create))).rejects.toMatchObject({ name: "DBClusterAlreadyExistsFault" });
    expect(await statuses(clusterStatus(local.production, "prod-aurora"), "available")).toEqual(["creating", "available"]);
    await expect(login(local.production, "prod-aurora", PASSWORD)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await local.production.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: "prod-aurora-1",
        DBInstanceClass: "db.serverless",
        Engine: ENGINE,
        DBClusterIdentifier: "prod-aurora",
      }),
    );
    expect(await statuses(instanceStatus(local.production, "prod-aurora-1"), "available")).toEqual(["creating", "available"]);
    const connection = await login(local.production, "prod-aurora", PASSWORD);
    await connection.query(
      "create extension pgcrypto; create table person (id int primary key, name text); insert into person values (1, 'Ænne')",
    );
    expect((await connection.query("select current_setting('is_superuser') as super")).rows).toEqual([{ super: "off" }]);
    await connection.end();
  });

  it("keeps the accounts apart", async () => {
    await expect(local.test.send(new DescribeDBClustersCommand({ DBClusterIdentifier: "prod-aurora" }))).rejects.toMatchObject({
      name: "DBClusterNotFoundFault",
    });
    expect((await local.test.send(new DescribeDBClustersCommand({}))).DBClusters).toEqual([]);
    expect(local.rds.clusters("arn:aws:rds:us-west-2:111111111111:cluster:prod-aurora", "222222222222")).toBeUndefined();
  });

  it("has the automated snapshot that AWS takes, which cannot be shared", async () => {
    const id = await local.rds.createAutomatedSnapshot("prod-aurora", "111111111111");
    expect(id).toMatch(/^rds:prod-aurora-\d{4}-\d\d-\d\d-\d\d-\d\d$/);
    const { DBClusterSnapshots } = await local.production.send(
      new DescribeDBClusterSnapshotsCommand({ DBClusterIdentifier: "prod-aurora", SnapshotType: "automated" }),
    );
    expect(DBClusterSnapshots).toMatchObject([
      { DBClusterSnapshotIdentifier: id, Status: "available", SnapshotType: "automated", PercentProgress: 100 },
    ]);
    const share = new ModifyDBClusterSnapshotAttributeCommand({
      DBClusterSnapshotIdentifier: id,
      AttributeName: "restore",
      ValuesToAdd: ["222222222222"],
    });
    await expect(local.production.send(share)).rejects.toMatchObject({ name: "InvalidDBClusterSnapshotStateFault" });
    const connection = await login(local.production, "prod-aurora", PASSWORD);
    await connection.query("insert into person values (2, 'after the snapshot')");
    await connection.end();
  });

  it("copies it under another key, shares the copy, and copies that into the other account", async () => {
    const automated = (await local.production.send(new DescribeDBClusterSnapshotsCommand({ SnapshotType: "automated" })))
      .DBClusterSnapshots?.[0];
    const { DBClusterSnapshot: copy } = await local.production.send(
      new CopyDBClusterSnapshotCommand({
        SourceDBClusterSnapshotIdentifier: automated?.DBClusterSnapshotIdentifier,
        TargetDBClusterSnapshotIdentifier: "refresh-1",
        KmsKeyId: "alias/prod-snapshots",
      }),
    );
    expect(copy).toMatchObject({ Status: "copying", SnapshotType: "manual", SourceDBClusterSnapshotArn: automated?.DBClusterSnapshotArn });
    const shared = "arn:aws:rds:us-west-2:111111111111:cluster-snapshot:refresh-1";
    const across = new CopyDBClusterSnapshotCommand({
      SourceDBClusterSnapshotIdentifier: shared,
      TargetDBClusterSnapshotIdentifier: "refresh-1-raw",
      KmsKeyId: "alias/quarantine",
    });
    await expect(local.test.send(across)).rejects.toMatchObject({ name: "DBClusterSnapshotNotFoundFault" });
    expect(await statuses(snapshotStatus(local.production, "refresh-1"), "available")).toEqual(["copying", "available"]);
    await local.production.send(
      new ModifyDBClusterSnapshotAttributeCommand({
        DBClusterSnapshotIdentifier: "refresh-1",
        AttributeName: "restore",
        ValuesToAdd: ["222222222222"],
      }),
    );
    const attributes = await local.production.send(
      new DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier: "refresh-1" }),
    );
    expect(attributes.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes).toEqual([
      { AttributeName: "restore", AttributeValues: ["222222222222"] },
    ]);
    const seen = await local.test.send(new DescribeDBClusterSnapshotsCommand({ SnapshotType: "shared" }));
    expect(seen.DBClusterSnapshots).toMatchObject([{ DBClusterSnapshotIdentifier: shared, SnapshotType: "shared" }]);
    const missingKey = { SourceDBClusterSnapshotIdentifier: shared, TargetDBClusterSnapshotIdentifier: "x", KmsKeyId: "alias/missing" };
    await expect(local.test.send(new CopyDBClusterSnapshotCommand(missingKey))).rejects.toMatchObject({ name: "KMSKeyNotAccessibleFault" });
    const direct = new RestoreDBClusterFromSnapshotCommand({ DBClusterIdentifier: "direct", Engine: ENGINE, SnapshotIdentifier: shared });
    await expect(local.test.send(direct)).rejects.toMatchObject({ name: "InvalidDBClusterSnapshotStateFault" });
    const { DBClusterSnapshot: raw } = await local.test.send(across);
    expect(raw).toMatchObject({ SourceDBClusterSnapshotArn: shared, KmsKeyId: "arn:aws:kms:us-west-2:222222222222:key/of-quarantine" });
    await expect(local.test.send(across)).rejects.toMatchObject({ name: "DBClusterSnapshotAlreadyExistsFault" });
    await statuses(snapshotStatus(local.test, "refresh-1-raw"), "available");
  });

  it("restores the copy with the snapshot's data and password, changes the password, opens the HTTP endpoint", async () => {
    const restore = {
      DBClusterIdentifier: "clone",
      Engine: ENGINE,
      SnapshotIdentifier: "refresh-1-raw",
      VpcSecurityGroupIds: ["sg-quarantine"],
      DeletionProtection: true,
    };
    const restored = await local.test.send(
      new RestoreDBClusterFromSnapshotCommand({ ...restore, ServerlessV2ScalingConfiguration: { MinCapacity: 0, MaxCapacity: 4 } }),
    );
    expect(restored.DBCluster).toMatchObject({
      VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-quarantine", Status: "active" }],
      ServerlessV2ScalingConfiguration: { MinCapacity: 0, MaxCapacity: 4 },
      MasterUsername: "app",
      DatabaseName: "app",
    });
    await expect(local.test.send(new RestoreDBClusterFromSnapshotCommand(restore))).rejects.toMatchObject({
      name: "DBClusterAlreadyExistsFault",
    });
    expect(await statuses(clusterStatus(local.test, "clone"), "available")).toEqual(["creating", "available"]);
    await local.test.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: "clone-1",
        DBInstanceClass: "db.serverless",
        Engine: ENGINE,
        DBClusterIdentifier: "clone",
      }),
    );
    await statuses(instanceStatus(local.test, "clone-1"), "available");
    const connection = await login(local.test, "clone", PASSWORD);
    expect((await connection.query("select * from person")).rows).toEqual([{ id: 1, name: "Ænne" }]);
    await connection.end();

    const modified = await local.test.send(
      new ModifyDBClusterCommand({
        DBClusterIdentifier: "clone",
        ManageMasterUserPassword: true,
        DeletionProtection: false,
        ApplyImmediately: true,
      }),
    );
    expect(modified.DBCluster).toMatchObject({ Status: "modifying", DeletionProtection: false });
    expect(await statuses(clusterStatus(local.test, "clone"), "available")).toEqual(["modifying", "available"]);
    await expect(login(local.test, "clone", PASSWORD)).rejects.toMatchObject({ code: "28P01" });
    const arn = modified.DBCluster?.DBClusterArn ?? "";
    const secretArn = modified.DBCluster?.MasterUserSecret?.SecretArn ?? "";
    const count = new ExecuteStatementCommand({ resourceArn: arn, secretArn, database: "app", sql: "select count(*) from person" });
    await expect(local.data.send(count)).rejects.toMatchObject({ name: "HttpEndpointNotEnabledException" });
    expect((await local.test.send(new EnableHttpEndpointCommand({ ResourceArn: arn }))).HttpEndpointEnabled).toBe(true);
    await expect(local.test.send(new EnableHttpEndpointCommand({ ResourceArn: `${arn}x` }))).rejects.toMatchObject({
      name: "ResourceNotFoundFault",
    });
    expect((await local.data.send(count)).records).toEqual([[{ longValue: 1 }]]);
  });

  it("tags, takes a snapshot of a running cluster while the Data API goes on", async () => {
    const arn = "arn:aws:rds:us-west-2:222222222222:cluster:clone";
    await local.test.send(new AddTagsToResourceCommand({ ResourceName: arn, Tags: [{ Key: "RefreshRun", Value: "1" }] }));
    expect((await local.test.send(new ListTagsForResourceCommand({ ResourceName: arn }))).TagList).toEqual([
      { Key: "RefreshRun", Value: "1" },
    ]);
    await local.test.send(new CreateDBClusterSnapshotCommand({ DBClusterIdentifier: "clone", DBClusterSnapshotIdentifier: "masked" }));
    const secretArn = (await local.test.send(new DescribeDBClustersCommand({ DBClusterIdentifier: "clone" }))).DBClusters?.[0]
      ?.MasterUserSecret?.SecretArn;
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        local.data.send(new ExecuteStatementCommand({ resourceArn: arn, secretArn, database: "app", sql: "select 1" })),
      ),
    );
    expect(answers.every((answer) => answer.records?.[0]?.[0]?.longValue === 1)).toBe(true);
    expect(await statuses(snapshotStatus(local.test, "masked"), "available")).toEqual(["creating", "available"]);
  });

  it("deletes in AWS's order and leaves nothing", async () => {
    await expect(local.test.send(new DeleteDBClusterCommand({ DBClusterIdentifier: "clone" }))).rejects.toMatchObject({
      name: "InvalidParameterCombination",
    });
    const remove = new DeleteDBClusterCommand({ DBClusterIdentifier: "clone", SkipFinalSnapshot: true, DeleteAutomatedBackups: true });
    await expect(local.test.send(remove)).rejects.toMatchObject({ name: "InvalidDBClusterStateFault" });
    await local.test.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: "clone-1" }));
    await local.test.send(remove);
    expect(await statuses(orGone(instanceStatus(local.test, "clone-1")), "DBInstanceNotFoundFault")).toEqual([
      "deleting",
      "DBInstanceNotFoundFault",
    ]);
    expect(await statuses(orGone(clusterStatus(local.test, "clone")), "DBClusterNotFoundFault")).toEqual([
      "deleting",
      "DBClusterNotFoundFault",
    ]);
    expect(local.secrets.size).toBe(0);
    expect(
      (await local.test.send(new DescribeDBClusterAutomatedBackupsCommand({ DBClusterIdentifier: "clone" }))).DBClusterAutomatedBackups,
    ).toEqual([]);

    await local.test.send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: "masked" }));
    await local.test.send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: "refresh-1-raw" }));
    expect(await statuses(orGone(snapshotStatus(local.test, "masked")), "DBClusterSnapshotNotFoundFault")).toEqual([
      "deleting",
      "DBClusterSnapshotNotFoundFault",
    ]);
    await local.production.send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: "refresh-1" }));
    await local.production.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: "prod-aurora-1" }));
    await local.production.send(new DeleteDBClusterCommand({ DBClusterIdentifier: "prod-aurora", FinalDBSnapshotIdentifier: "final" }));
    await statuses(snapshotStatus(local.production, "final"), "available");
    await statuses(orGone(clusterStatus(local.production, "prod-aurora")), "DBClusterNotFoundFault");
    await local.production.send(new DescribeDBClusterSnapshotsCommand({}));
    const left = (await local.production.send(new DescribeDBClusterSnapshotsCommand({}))).DBClusterSnapshots?.map(
      (snapshot) => snapshot.DBClusterSnapshotIdentifier,
    );
    expect(left).toEqual(["final"]);
    expect(local.rds.ports().size).toBe(0);
    // The template and the one snapshot that is left.
    expect((await readdir(path.join(local.dataDir, "rds"))).length).toBe(2);
    expect(local.log).toEqual([]);
  });
});

describe("paging and refused requests", () => {
  it("pages, filters, and names what is wrong", async () => {
    await expect(local.test.send(new DescribeDBClustersCommand({ MaxRecords: 5 }))).rejects.toMatchObject({
      name: "InvalidParameterValue",
    });
    const short = { DBClusterIdentifier: "a", Engine: ENGINE, MasterUsername: "app", MasterUserPassword: "short" };
    await expect(local.test.send(new CreateDBClusterCommand(short))).rejects.toThrow("8 to 128 characters");
    await expect(local.test.send(new CreateDBClusterCommand({ ...short, MasterUserPassword: "long enough" }))).rejects.toThrow(
      "printable ASCII",
    );
    await expect(
      local.test.send(new CreateDBClusterCommand({ ...short, DBClusterIdentifier: "a--b", MasterUserPassword: PASSWORD })),
    ).rejects.toThrow("not a valid identifier");
    const wanted = await local.test.send(new DescribeDBClustersCommand({ Filters: [{ Name: "db-cluster-id", Values: ["none"] }] }));
    expect(wanted.DBClusters).toEqual([]);
  });
});

/** Whether somebody listens on a port of this machine. */
function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

describe("what is left behind", () => {
  const root = path.resolve(__dirname, "../..");
  const script = (dataDir: string): string => `
    const { createPostgres } = await import(${JSON.stringify(path.join(root, "local/aws/rds/postgres/index.ts"))});
    const postgres = createPostgres(${JSON.stringify(path.join(dataDir, "killed"))});
    await postgres.start(await postgres.create());
    console.log("started");
    setInterval(() => {}, 1000);`;

  it("is nothing when the process is killed without a chance to stop", async () => {
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script(local.dataDir)], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
    const lines = (await readFile(path.join(local.dataDir, "killed", "data-1", "postmaster.pid"), "utf8")).split("\n");
    const port = Number(lines[3]);
    expect(await listens(port)).toBe(true);
    child.kill("SIGKILL");
    for (let round = 0; round < 500 && (await listens(port)); round++) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await listens(port)).toBe(false);
  });
});
