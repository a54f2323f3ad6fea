/** The handlers' operations one after another against the local AWS: real S3, DynamoDB, KMS and Parameter Store calls. */
import {
  DescribeExportCommand,
  DescribeImportCommand,
  DescribeTableCommand,
  ExportTableToPointInTimeCommand,
  ImportTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { PutBucketVersioningCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateTopicCommand } from "@aws-sdk/client-sns";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { createHandler as createTableHandler } from "../../../handlers/dynamodb-refresh/handler.ts";
import { createHandler as createMaskingHandler } from "../../../handlers/masking/handler.ts";
import type { TableLine } from "../../../handlers/masking/operations/planning/plan-tables.ts";
import { parameterText } from "../../../handlers/masking/rules/index.ts";
import { createHandler as createSyncHandler } from "../../../handlers/s3-sync/handler.ts";
import { type Clients, clientsFrom } from "../../../handlers/shared/clients.ts";
import { controlTable, writeCandidate } from "../../../handlers/shared/control/index.ts";
import { quarantine, staging } from "../../../handlers/shared/layout.ts";
import { listObjects, readJson, readText, writeJson } from "../../../handlers/shared/objects.ts";
import { emptyPart, writePart } from "../../../handlers/shared/parts.ts";
import { readPointers } from "../../../handlers/shared/pointers.ts";
import type { ProofReport } from "../../../handlers/shared/reports.ts";
import { itemTables } from "../../../local/refresh/data/dynamodb.ts";
import { functionEnvironment } from "../../../local/refresh/functions.ts";
import { childWorkflows, production, stateMachineName, test } from "../../../local/refresh/names.ts";
import { commonRules, serviceRules } from "../../../local/refresh/rules.ts";
import { type AccountClients, accountClients } from "../../../local/refresh/seed/clients.ts";
import { createBucket, createKey } from "../../../local/refresh/seed/production.ts";
import { createItemTable, fillItemTable } from "../../../local/refresh/seed/tables.ts";
import { startTestAws, type TestAws, venvPython } from "../../support/local-aws.ts";
import { pointerAt } from "../shared/fakes/memory-services.ts";

const service = "billing";
const people = 30;
const execution = {
  arn: "arn:aws:states:us-west-2:222222222222:execution:test-daily-refresh:night",
  name: "night",
  startTime: "2026-11-24T02:00:00.000Z",
};

(venvPython === undefined ? describe.skip : describe)("a run's operations on the local AWS", () => {
  let aws: TestAws;
  let prod: AccountClients;
  let own: AccountClients;
  let clients: Clients;
  let call: (event: Record<string, unknown>) => Promise<Record<string, never>>;
  let runId = "";
  const before = { ...process.env };

  beforeAll(async () => {
    aws = await startTestAws();
    const access = (account: "production" | "test") =>
      accountClients({ endpoint: aws.endpoint, region: aws.region, credentials: aws.credentials(account) });
    prod = access("production");
    own = access("test");
    const { accessKeyId, secretAccessKey } = aws.credentials("test");
    const environment = { ...functionEnvironment(), AWS_REGION: aws.region, AWS_ENDPOINT_URL: aws.endpoint };
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      POWERTOOLS_LOG_LEVEL: "SILENT",
      POWERTOOLS_METRICS_DISABLED: "true",
    });
    clients = clientsFrom(environment);
    const handlers = [
      createMaskingHandler(environment, clients),
      createSyncHandler(environment, clients),
      createTableHandler(environment, clients),
    ];
    const operations = [
      "plan maskFile prove switchServices rollBackServices summarize recordFailure findLeftovers release",
      "list copy check publish rollBack empty",
      "readExport finishTable",
    ];
    call = async (event) => {
      const handler = handlers[operations.findIndex((names) => names.split(" ").includes(String(event.operation)))];
      return (await handler?.({ environment: "test", ...event })) as Record<string, never>;
    };
    await seed();
  });
  afterAll(async () => {
    process.env = before;
    for (const account of [prod, own]) account?.destroy();
    await aws?.end();
  });

  async function seed(): Promise<void> {
    await createKey(own.kms, test.maskingKeyAlias, { KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" });
    await createBucket(prod.s3, production.bucket);
    for (const bucket of [test.dataBucket, test.stagingBucket, test.quarantineBucket]) await createBucket(own.s3, bucket);
    await own.s3.send(new PutBucketVersioningCommand({ Bucket: test.dataBucket, VersioningConfiguration: { Status: "Enabled" } }));
    await createItemTable(own.dynamodb, { name: test.controlTable, partitionKey: "pk", sortKey: "sk" });
    for (const table of itemTables(service, 0, people)) {
      await createItemTable(prod.dynamodb, table);
      await createItemTable(own.dynamodb, table);
      await fillItemTable(prod.dynamodb, table.name, table.items());
    }
    await own.dynamodb.send(
      new UpdateTimeToLiveCommand({ TableName: `${service}-events`, TimeToLiveSpecification: { Enabled: true, AttributeName: "expires" } }),
    );
    const put = (Key: string, Body: string | Buffer) =>
      prod.s3.send(new PutObjectCommand({ Bucket: production.bucket, Key, Body, Metadata: { owner: "Ana" } }));
    await put("billing/events/2026/11/0001.ndjson", '{"email":"ana@corp.example","full_name":"Ana Lopez"}\n');
    await put("billing/receipts/ana@corp.example/latest.ndjson", '{"email":"ana@corp.example"}\n');
    await put("billing/exports/ümlaut & co.csv", "email,notes\r\nana@corp.example,hello\r\n");
    await put("billing/assets/image.bin", Buffer.alloc(2048, 7));
    await put("billing/archive/events-2025.ndjson", '{"email":"bo@corp.example","message":"a long message to nobody"}\n'.repeat(150_000));
    await own.s3.send(new PutObjectCommand({ Bucket: test.dataBucket, Key: "billing/events/2026/11/0001.ndjson", Body: "yesterday" }));
    await own.s3.send(new PutObjectCommand({ Bucket: test.dataBucket, Key: "billing/gone.csv", Body: "gone" }));
    const parameter = (Name: string, Value: string, Type: "String" | "SecureString") =>
      own.ssm.send(new PutParameterCommand({ Name, Value, Type }));
    await parameter(test.commonRules, parameterText(commonRules), "SecureString");
    await parameter(test.serviceRules(service), parameterText(serviceRules(service)), "SecureString");
    const tables = Object.fromEntries(itemTables(service, 0, 1).map(({ name }) => [name, name]));
    await parameter(test.pointer(service), JSON.stringify(pointerAt("day-0", service, tables)), "String");
    const passing = { StartAt: "Done", States: { Done: { Type: "Pass", End: true } } };
    for (const name of childWorkflows) await aws.engine.createStateMachine({ name: stateMachineName(name), definition: passing });
    await own.sns.send(new CreateTopicCommand({ Name: test.dataTopic }));
  }

  const linesOf = async (bucket: string, key: string): Promise<Record<string, never>[]> =>
    (await readText(own.s3, bucket, key))
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Record<string, never>);
  const dataKeys = async (): Promise<string[]> => {
    const keys: string[] = [];
    for await (const { key } of listObjects(own.s3, test.dataBucket, "")) keys.push(key);
    return keys;
  };

  it("plans: lock, instant, tables, rules", async () => {
    const planned = await call({ operation: "plan", execution });
    runId = planned.runId ?? "";
    expect(planned).toMatchObject({ leftover: "", snapshotArn: "", services: 1, held: 0 });
    const lines = (await linesOf(test.stagingBucket, staging.tables(runId))) as unknown as TableLine[];
    expect(lines.map(({ table, liveTable, newTable }) => [table, liveTable, newTable])).toEqual([
      ["billing-accounts", "billing-accounts", `billing-accounts-${runId}`],
      ["billing-events", "billing-events", `billing-events-${runId}`],
    ]);
    expect(await call({ operation: "plan", execution })).toMatchObject({ runId });
  });

  it("lists, copies and checks production's objects", async () => {
    const { slicesKey, objects } = await call({ operation: "list", runId, asOf: new Date().toISOString() });
    expect(objects).toBe(5);
    const slices = await linesOf(test.quarantineBucket, slicesKey ?? "");
    expect(await call({ operation: "copy", runId, slices })).toEqual({ copied: 1, masked: 4, dropped: 0 });
    expect(await call({ operation: "check", runId })).toEqual({ objects: 5, copied: 1, masked: 4, dropped: 0 });
  });

  it("exports, masks, imports and finishes the tables", async () => {
    const lines = (await linesOf(test.stagingBucket, staging.tables(runId))) as unknown as TableLine[];
    for (const { table, tableArn, liveTable, newTable, creation } of lines) {
      const dynamodb = clients.production().dynamodb;
      const started = await dynamodb.send(
        new ExportTableToPointInTimeCommand({
          TableArn: tableArn,
          S3Bucket: test.quarantineBucket,
          S3BucketOwner: "222222222222",
          S3Prefix: quarantine.exports(runId, table),
          ExportFormat: "DYNAMODB_JSON",
        }),
      );
      const exportArn = started.ExportDescription?.ExportArn ?? "";
      await until(
        async () =>
          (await dynamodb.send(new DescribeExportCommand({ ExportArn: exportArn }))).ExportDescription?.ExportStatus === "COMPLETED",
      );
      const read = await call({ operation: "readExport", runId, table, exportArn });
      expect(read.items).toBe(people);
      for (const file of await linesOf(test.quarantineBucket, read.filesKey ?? "")) {
        await call({ operation: "maskFile", runId, service, table, dataFile: file.dataFileS3Key, items: file.itemCount });
      }
      const importing = await own.dynamodb.send(
        new ImportTableCommand({
          S3BucketSource: { S3Bucket: test.stagingBucket, S3KeyPrefix: staging.tableData(runId, table) },
          InputFormat: "DYNAMODB_JSON",
          InputCompressionType: "GZIP",
          TableCreationParameters: creation as never,
        }),
      );
      const ImportArn = importing.ImportTableDescription?.ImportArn;
      await until(
        async () =>
          (await own.dynamodb.send(new DescribeImportCommand({ ImportArn }))).ImportTableDescription?.ImportStatus === "COMPLETED",
      );
      const finish = {
        operation: "finishTable",
        runId,
        service,
        table,
        liveTable,
        newTable,
        exportedItems: people,
        importedItems: people,
        errorCount: 0,
      };
      expect(await call(finish)).toEqual({ items: people });
      expect(await call(finish)).toEqual({ items: people });
      expect((await own.dynamodb.send(new DescribeTableCommand({ TableName: newTable }))).Table?.ItemCount).toBe(people);
    }
  });

  it("proves, publishes and switches, and rolls everything back", async () => {
    const control = controlTable(clients.dynamodb, test.controlTable);
    await writeCandidate(control, runId, {
      endpoint: "127.0.0.1",
      readerEndpoint: "127.0.0.1",
      port: 5432,
      secretArn: "arn",
      clusterArn: "arn",
      cluster: `test-${runId}`,
    });
    await writePart(clients.s3, test.stagingBucket, runId, "billing-customers", {
      ...emptyPart("aurora", service, "customers"),
      read: 1,
      written: 1,
    });
    await writeJson(clients.s3, test.stagingBucket, staging.auroraProof(runId), { store: "aurora", values: 1, scanned: 1, found: 0 });
    const { proofKey, proved } = await call({ operation: "prove", runId });
    expect(proved).toBe(1);
    const { body } = (await readJson(own.s3, test.stagingBucket, proofKey ?? "")) as ProofReport;
    expect(body.found).toBe(0);
    expect(body.values).toBeGreaterThan(people);
    expect(await call({ operation: "publish", runId })).toEqual({ done: true, objects: 5 });
    expect(await dataKeys()).not.toContain("billing/gone.csv");
    expect(await call({ operation: "switchServices", runId, proofKey })).toEqual({ switched: 1, held: 0 });
    expect((await readPointers(clients.ssm, "test")).get(service)?.run).toBe(runId);
    expect(await call({ operation: "summarize", runId, testsPassed: 3 })).toMatchObject({
      services: 1,
      objects: 5,
      items: 2 * people,
      rows: 1,
    });
    expect(await call({ operation: "rollBackServices", runId })).toEqual({ rolledBack: 1 });
    expect(await call({ operation: "rollBack", runId })).toMatchObject({ done: true });
    expect(await dataKeys()).toEqual(["billing/events/2026/11/0001.ndjson", "billing/gone.csv"]);
    expect(await readText(own.s3, test.dataBucket, "billing/events/2026/11/0001.ndjson")).toBe("yesterday");
    expect((await readPointers(clients.ssm, "test")).get(service)?.run).toBe("day-0");
  });

  it("finds what is left, empties the quarantine and frees the lock", async () => {
    const left = await call({ operation: "findLeftovers", execution: execution.arn, runId: "" });
    expect(left).toMatchObject({
      runId,
      mayCleanUp: true,
      rollBack: false,
      executions: [],
      automations: [],
      tables: [`billing-accounts-${runId}`, `billing-events-${runId}`],
    });
    expect(await call({ operation: "empty", runId })).toMatchObject({ done: true });
    for await (const object of listObjects(own.s3, test.quarantineBucket, "")) throw new Error(`left: ${object.key}`);
    for await (const object of listObjects(own.s3, test.stagingBucket, staging.objects(runId))) throw new Error(`left: ${object.key}`);
    expect(await call({ operation: "release", runId })).toEqual({ released: true });
    await expect(call({ operation: "check", runId })).rejects.toMatchObject({ name: "Refresh.LockLost" });
  });
});

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("It did not come to an end.");
}
