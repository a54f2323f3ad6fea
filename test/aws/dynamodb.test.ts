/** DynamoDB's exports and imports: AWS's files, states, counts and errors. */
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import {
  type AttributeValue,
  BatchWriteItemCommand,
  CreateTableCommand,
  DescribeExportCommand,
  DescribeImportCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type ExportDescription,
  ExportTableToPointInTimeCommand,
  GetItemCommand,
  ImportTableCommand,
  type ImportTableDescription,
  type ImportTableInput,
  ListExportsCommand,
  ListImportsCommand,
  UpdateContinuousBackupsCommand,
} from "@aws-sdk/client-dynamodb";
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { AccountName } from "../../local/aws/index.ts";
import { startTestAws, type TestAws, venvPython } from "../support/local-aws.ts";

const table = {
  AttributeDefinitions: [
    { AttributeName: "pk", AttributeType: "S" },
    { AttributeName: "sk", AttributeType: "N" },
  ],
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  BillingMode: "PAY_PER_REQUEST",
} as const;
const bucket = "test-quarantine";
const items = 1234;

(venvPython === undefined ? describe.skip : describe)("DynamoDB's exports and imports", () => {
  let aws: TestAws;
  let exported: ExportDescription;
  const dynamodb = (who: AccountName) =>
    new DynamoDBClient({ endpoint: aws.endpoint, region: aws.region, credentials: aws.credentials(who) });
  const s3 = (who: AccountName = "test") => new S3Client({ endpoint: aws.endpoint, region: aws.region, credentials: aws.credentials(who) });
  const read = async (Key: string): Promise<Buffer> =>
    Buffer.from((await (await s3().send(new GetObjectCommand({ Bucket: bucket, Key }))).Body?.transformToByteArray()) ?? []);
  const arn = (name: string): string => `arn:aws:dynamodb:us-west-2:111111111111:table/${name}`;

  const makeTable = async (TableName: string, recovery: boolean): Promise<void> => {
    await dynamodb("production").send(new CreateTableCommand({ ...table, TableName } as never));
    if (!recovery) return;
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    await dynamodb("production").send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
  };
  const untilExported = async (ExportArn: string | undefined, statuses: unknown[] = []): Promise<ExportDescription> => {
    const { ExportDescription } = await dynamodb("production").send(new DescribeExportCommand({ ExportArn }));
    statuses.push(ExportDescription?.ExportStatus);
    return ExportDescription?.ExportStatus === "IN_PROGRESS"
      ? untilExported(ExportArn, statuses)
      : (ExportDescription as ExportDescription);
  };
  const untilImported = async (ImportArn: string | undefined, statuses: unknown[] = []): Promise<ImportTableDescription> => {
    const { ImportTableDescription } = await dynamodb("test").send(new DescribeImportCommand({ ImportArn }));
    statuses.push(ImportTableDescription?.ImportStatus);
    return ImportTableDescription?.ImportStatus === "IN_PROGRESS"
      ? untilImported(ImportArn, statuses)
      : (ImportTableDescription as ImportTableDescription);
  };

  beforeAll(async () => {
    aws = await startTestAws();
    await s3().send(new CreateBucketCommand({ Bucket: bucket }));
    await makeTable("events", true);
    for (let start = 0; start < items; start += 25) {
      const requests = Array.from({ length: Math.min(25, items - start) }, (_, offset) => ({ PutRequest: { Item: item(start + offset) } }));
      await dynamodb("production").send(new BatchWriteItemCommand({ RequestItems: { events: requests } }));
    }
  });
  afterAll(() => aws?.end());

  it("exports a table of the one account into a bucket of the other", async () => {
    const { ExportDescription } = await dynamodb("production").send(
      new ExportTableToPointInTimeCommand({
        TableArn: arn("events"),
        S3Bucket: bucket,
        S3BucketOwner: "222222222222",
        S3Prefix: "exports/run",
        S3SseAlgorithm: "KMS",
        S3SseKmsKeyId: "alias/quarantine",
        ExportTime: new Date(),
      }),
    );
    expect(ExportDescription).toMatchObject({
      ExportStatus: "IN_PROGRESS",
      ExportArn: expect.stringMatching(/:table\/events\/export\/\d{14}-[0-9a-f]{8}$/),
    });
    const statuses: unknown[] = [];
    exported = await untilExported(ExportDescription?.ExportArn, statuses);
    expect(statuses[0]).toBe("IN_PROGRESS");
    expect(exported).toMatchObject({
      ExportStatus: "COMPLETED",
      ItemCount: items,
      S3BucketOwner: "222222222222",
      EndTime: expect.any(Date),
    });
  });

  it("writes AWS's manifests, with checksums that hold", async () => {
    const folder = String(exported.ExportManifest).replace("/manifest-summary.json", "");
    expect(folder).toMatch(/^exports\/run\/AWSDynamoDB\/\d{14}-[0-9a-f]{8}$/);
    const summary = await read(`${folder}/manifest-summary.json`);
    expect((await read(`${folder}/manifest-summary.checksum`)).toString()).toBe(md5(summary));
    expect(JSON.parse(summary.toString())).toMatchObject({
      version: "2020-06-30",
      exportArn: exported.ExportArn,
      tableArn: arn("events"),
      tableId: expect.any(String),
      s3Bucket: bucket,
      s3Prefix: "exports/run",
      s3SseAlgorithm: "KMS",
      manifestFilesS3Key: `${folder}/manifest-files.json`,
      itemCount: items,
      outputFormat: "DYNAMODB_JSON",
    });
    const list = await read(`${folder}/manifest-files.json`);
    expect((await read(`${folder}/manifest-files.checksum`)).toString()).toBe(md5(list));
    const files = list
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(files.map(({ itemCount }) => itemCount)).toEqual([1000, 234]);
    for (const { dataFileS3Key, md5Checksum, etag, itemCount } of files) {
      const body = await read(dataFileS3Key);
      expect(md5(body)).toBe(md5Checksum);
      expect(gunzipSync(body).toString().trim().split("\n")).toHaveLength(itemCount);
      const head = await s3().send(new HeadObjectCommand({ Bucket: bucket, Key: dataFileS3Key }));
      expect(head).toMatchObject({ ETag: `"${etag}"`, ServerSideEncryption: "aws:kms" });
    }
    const { Contents = [] } = await s3().send(new ListObjectsV2Command({ Bucket: bucket }));
    expect(Contents.map(({ Key }) => Key)).toContain(`${folder}/_started`);
    expect((await s3("production").send(new ListBucketsCommand({}))).Buckets).toEqual([]);
  });

  it("imports what was exported into a new table, binaries and sets intact", async () => {
    const folder = String(exported.ExportManifest).replace("manifest-summary.json", "data/");
    const statuses: unknown[] = [];
    const { ImportTableDescription } = await dynamodb("test").send(new ImportTableCommand(importOf("events-copy", folder)));
    const whileImporting = await dynamodb("test").send(new DescribeTableCommand({ TableName: "events-copy" }));
    const imported = await untilImported(ImportTableDescription?.ImportArn, statuses);
    expect(whileImporting.Table?.TableStatus).toBe("CREATING");
    expect(statuses[0]).toBe("IN_PROGRESS");
    expect(imported).toMatchObject({ ImportStatus: "COMPLETED", ProcessedItemCount: items, ImportedItemCount: items, ErrorCount: 0 });
    const { Table } = await dynamodb("test").send(new DescribeTableCommand({ TableName: "events-copy" }));
    expect(Table).toMatchObject({ TableStatus: "ACTIVE", ItemCount: items });
    for (const n of [0, 777, items - 1]) {
      const { pk, sk } = item(n);
      const { Item } = await dynamodb("test").send(
        new GetItemCommand({ TableName: "events-copy", Key: { pk: pk as AttributeValue, sk: sk as AttributeValue } }),
      );
      expect(comparable(Item)).toEqual(comparable(item(n)));
    }
  });

  it("counts items without a key, in a batch with good ones and with two of one key", async () => {
    const lines = [
      '{"Item":{"pk":{"S":"a"},"sk":{"N":"1"}}}',
      '{"Item":{"pk":{"S":"a"},"sk":{"N":"1"},"x":{"S":"later"}}}',
      '{"Item":{"pk":{"S":"b"}}}',
      '{"Item":{"pk":{"S":"b"},"sk":{"S":"2"}}}',
      "no json",
    ];
    await s3().send(new PutObjectCommand({ Bucket: bucket, Key: "odd/1.json.gz", Body: gzipSync(lines.join("\n")) }));
    const { ImportTableDescription } = await dynamodb("test").send(new ImportTableCommand(importOf("odd", "odd/")));
    const imported = await untilImported(ImportTableDescription?.ImportArn);
    expect(imported).toMatchObject({ ImportStatus: "COMPLETED", ProcessedItemCount: 5, ImportedItemCount: 2, ErrorCount: 3 });
    const { Item } = await dynamodb("test").send(new GetItemCommand({ TableName: "odd", Key: { pk: { S: "a" }, sk: { N: "1" } } }));
    expect(Item?.x).toEqual({ S: "later" });
  });

  it("exports an empty table as one empty file", async () => {
    await makeTable("empty", true);
    const { ExportDescription } = await dynamodb("production").send(
      new ExportTableToPointInTimeCommand({ TableArn: arn("empty"), S3Bucket: bucket }),
    );
    const { ExportManifest, ItemCount } = await untilExported(ExportDescription?.ExportArn);
    expect(ItemCount).toBe(0);
    const [file] = (await read(String(ExportManifest).replace("summary", "files"))).toString().trim().split("\n");
    expect(JSON.parse(String(file)).itemCount).toBe(0);
  });

  it("gives the same job for the same client token, and none for another request with it", async () => {
    const request = { TableArn: arn("events"), S3Bucket: bucket, ClientToken: "token-1" };
    const send = (input: object) => dynamodb("production").send(new ExportTableToPointInTimeCommand({ ...request, ...input }));
    const [first, second] = [await send({}), await send({})];
    expect(second.ExportDescription?.ExportArn).toBe(first.ExportDescription?.ExportArn);
    await expect(send({ S3Prefix: "other" })).rejects.toMatchObject({ name: "ExportConflictException" });
    await untilExported(first.ExportDescription?.ExportArn);
  });

  it("refuses what AWS refuses", async () => {
    await makeTable("unprotected", false);
    const start = (TableArn: string, more = {}) =>
      dynamodb("production").send(new ExportTableToPointInTimeCommand({ TableArn, S3Bucket: bucket, ...more }));
    await expect(start(arn("unprotected"))).rejects.toMatchObject({ name: "PointInTimeRecoveryUnavailableException" });
    await expect(start(arn("nothing"))).rejects.toMatchObject({ name: "TableNotFoundException" });
    await expect(start(arn("events"), { ExportTime: new Date(Date.now() + 60_000) })).rejects.toMatchObject({
      name: "InvalidExportTimeException",
    });
    await expect(start(arn("events"), { ExportFormat: "ION" })).rejects.toMatchObject({ name: "NotImplementedException" });
    await expect(dynamodb("test").send(new ImportTableCommand(importOf("odd", "odd/")))).rejects.toMatchObject({
      name: "ResourceInUseException",
    });
    await expect(
      dynamodb("test").send(new DescribeImportCommand({ ImportArn: `${arn("odd")}/import/01693685827463-2d8752fd` })),
    ).rejects.toMatchObject({
      name: "ImportNotFoundException",
    });
    await expect(
      dynamodb("test").send(new DescribeExportCommand({ ExportArn: `${arn("odd")}/export/01693685827463-2d8752fd` })),
    ).rejects.toMatchObject({
      name: "ExportNotFoundException",
    });
  });

  it("fails a job whose bucket does not exist", async () => {
    const { ExportDescription } = await dynamodb("production").send(
      new ExportTableToPointInTimeCommand({ TableArn: arn("events"), S3Bucket: "nowhere" }),
    );
    expect(await untilExported(ExportDescription?.ExportArn)).toMatchObject({ ExportStatus: "FAILED", FailureCode: "S3NoSuchBucket" });
  });

  it("lists the jobs of an account", async () => {
    const { ExportSummaries = [] } = await dynamodb("production").send(new ListExportsCommand({ TableArn: arn("events") }));
    expect(ExportSummaries.map(({ ExportStatus }) => ExportStatus)).toEqual(["FAILED", "COMPLETED", "COMPLETED"]);
    const { ImportSummaryList = [], NextToken } = await dynamodb("test").send(new ListImportsCommand({ PageSize: 1 }));
    expect(ImportSummaryList).toMatchObject([{ TableArn: expect.stringContaining(":table/odd") }]);
    expect((await dynamodb("test").send(new ListImportsCommand({ NextToken }))).ImportSummaryList).toHaveLength(1);
  });
});

function item(n: number): Record<string, AttributeValue> {
  return {
    pk: { S: `CUSTOMER#${n} ü "quoted"` },
    sk: { N: String(n) },
    portrait: { B: Uint8Array.from([0, 255, n % 256]) },
    aliases: { SS: ["a", `b${n}`] },
    counts: { NS: ["1", "2.50"] },
    parts: { BS: [Uint8Array.from([1]), Uint8Array.from([2, 3])] },
    nested: { M: { list: { L: [{ NULL: true }, { BOOL: false }, { N: "12345678901234567890.123" }] } } },
  };
}

/** Sets have no order. */
function comparable(found: Record<string, AttributeValue> | undefined): object {
  const bytes = (value: Uint8Array): string => Buffer.from(value).toString("hex");
  return {
    ...found,
    portrait: bytes(found?.portrait?.B ?? new Uint8Array()),
    aliases: found?.aliases?.SS?.toSorted(),
    counts: found?.counts?.NS?.map(Number).sort((a, b) => a - b),
    parts: found?.parts?.BS?.map(bytes).sort(),
  };
}

function importOf(TableName: string, S3KeyPrefix: string): ImportTableInput {
  return {
    S3BucketSource: { S3Bucket: bucket, S3KeyPrefix },
    InputFormat: "DYNAMODB_JSON",
    InputCompressionType: "GZIP",
    TableCreationParameters: {
      ...table,
      TableName,
      AttributeDefinitions: [...table.AttributeDefinitions],
      KeySchema: [...table.KeySchema],
    },
  };
}

function md5(body: Buffer): string {
  return createHash("md5").update(body).digest("base64");
}
