/** DynamoDB: tables, items, exports and imports; what exports and imports do in the caller's name. */
import { tableArn, textOf } from "../known/index.ts";
import { type Call, each, given, keyNeeds, type Need, onEverything, type Rule } from "./call.ts";

type Members = Readonly<Record<string, unknown>>;

const members = (value: unknown): Members => (typeof value === "object" && value !== null ? (value as Members) : {});

/** The table that a call is about: by name, or by the ARN of it or of something below it. */
function tableOf(call: Call): string {
  const { parameters } = call;
  const name = textOf(parameters, "TableName") ?? textOf(parameters, "TableArn") ?? textOf(parameters, "ResourceArn") ?? "*";
  return tableArn(call, name);
}

const onTable: Rule = (call) => [{ action: `dynamodb:${call.operation}`, resource: tableOf(call) }];

/** Items are under the table's key, which DynamoDB decrypts in the caller's name. */
const items = (call: Call, action: string, table: string): readonly Need[] => [
  { action: `dynamodb:${action}`, resource: table },
  ...keyNeeds(call, call.known.stores.get(table).key, "dynamodb", "Decrypt"),
];

const onItems: Rule = (call) => {
  const table = tableOf(call);
  const index = textOf(call.parameters, "IndexName");
  const [own, ...key] = items(call, call.operation, table);
  return own === undefined ? [] : [index === undefined ? own : { ...own, resource: `${table}/index/${index}` }, ...key];
};

const onRequested: Rule = (call) =>
  Object.keys(members(call.parameters.RequestItems)).flatMap((name) => items(call, call.operation, tableArn(call, name)));

const transactions = new Map([
  ["Get", "GetItem"],
  ["Put", "PutItem"],
  ["Update", "UpdateItem"],
  ["Delete", "DeleteItem"],
  ["ConditionCheck", "ConditionCheckItem"],
]);

const inTransaction: Rule = (call) => {
  const list = Array.isArray(call.parameters.TransactItems) ? (call.parameters.TransactItems as Members[]) : [];
  return list.flatMap((item) =>
    Object.entries(item).flatMap(([kind, value]) =>
      items(call, transactions.get(kind) ?? kind, tableArn(call, textOf(members(value), "TableName") ?? "*")),
    ),
  );
};

const objects = (
  call: Call,
  { bucket, key, context = {} }: { readonly bucket: string; readonly key: string; readonly context?: Need["context"] },
  ...actions: readonly string[]
): readonly Need[] =>
  actions.map((action) => ({
    action: `s3:${action}`,
    resource: `arn:aws:s3:::${bucket}/${key}`,
    owner: call.known.stores.get(bucket).owner ?? call.account,
    context,
  }));

/** It writes the bucket, and uses its key, with the rights of whoever asks for it. */
const exportTable: Rule = (call) => {
  const bucket = given(call, "S3Bucket");
  const prefix = textOf(call.parameters, "S3Prefix");
  const kms = call.known.keys.arnOf(textOf(call.parameters, "S3SseKmsKeyId"), call);
  const context = {
    "s3:x-amz-server-side-encryption": kms === undefined ? "AES256" : "aws:kms",
    ...(kms === undefined ? {} : { "s3:x-amz-server-side-encryption-aws-kms-key-id": kms }),
  };
  const file = { bucket, key: `${prefix === undefined ? "" : `${prefix}/`}AWSDynamoDB/data`, context };
  return [
    { action: "dynamodb:ExportTableToPointInTime", resource: tableOf(call) },
    ...objects(call, file, "AbortMultipartUpload", "PutObject", "PutObjectAcl"),
    ...keyNeeds(call, kms, "s3", "GenerateDataKey", "Decrypt"),
  ];
};

/** It reads the bucket, writes its log, and makes the table under its key, with the rights of whoever asks for it. */
const importTable: Rule = (call) => {
  const source = members(call.parameters.S3BucketSource);
  const creation = members(call.parameters.TableCreationParameters);
  const bucket = textOf(source, "S3Bucket") ?? "*";
  const { owner = call.account, key } = call.known.stores.get(bucket);
  const log = `arn:aws:logs:${call.region}:${call.account}:log-group:/aws-dynamodb/imports`;
  const tableKey = call.known.keys.arnOf(textOf(members(creation.SSESpecification), "KMSMasterKeyId"), call);
  return [
    { action: "dynamodb:ImportTable", resource: tableArn(call, textOf(creation, "TableName") ?? "*") },
    ...objects(call, { bucket, key: `${textOf(source, "S3KeyPrefix") ?? ""}data` }, "GetObject"),
    { action: "s3:ListBucket", resource: `arn:aws:s3:::${bucket}`, owner },
    ...keyNeeds(call, key, "s3", "Decrypt"),
    ...["CreateLogGroup", "CreateLogStream", "DescribeLogStreams", "PutLogEvents", "PutRetentionPolicy"].map((action) => ({
      action: `logs:${action}`,
      resource: log,
    })),
    { action: "logs:DescribeLogGroups", resource: "*" },
    ...keyNeeds(call, tableKey, "dynamodb", "CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey"),
  ];
};

const byArn =
  (member: string): Rule =>
  (call) => [{ action: `dynamodb:${call.operation}`, resource: given(call, member) }];

export const dynamodbRules: ReadonlyMap<string, Rule> = new Map([
  ...each("GetItem PutItem UpdateItem DeleteItem Query Scan", onItems),
  ...each("BatchGetItem BatchWriteItem", onRequested),
  ...each("TransactGetItems TransactWriteItems", inTransaction),
  ...each(
    "CreateTable DeleteTable DescribeContinuousBackups DescribeTable DescribeTimeToLive ListTagsOfResource TagResource UntagResource UpdateContinuousBackups UpdateTable UpdateTimeToLive DescribeContributorInsights",
    onTable,
  ),
  ["ExportTableToPointInTime", exportTable],
  ["ImportTable", importTable],
  ["DescribeExport", byArn("ExportArn")],
  ["DescribeImport", byArn("ImportArn")],
  ["ListExports", onEverything("dynamodb:ListExports")],
  ["ListImports", onEverything("dynamodb:ListImports")],
  ["ListTables", onEverything("dynamodb:ListTables")],
]);
