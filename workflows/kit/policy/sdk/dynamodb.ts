/** Calls of DynamoDB that are about more than one table, or read and write a bucket for the caller. */
import { bucketArn } from "../arn.ts";
import { allow, type Call, everything, inService, namedBy, objects } from "../call.ts";
import type { Fields } from "../fields.ts";
import { keyForObjects } from "../key.ts";
import { type Said, saidLiterally } from "../said.ts";
import type { Grant, Resource } from "../types.ts";
import { callName } from "./actions.ts";

const table = (call: Call, said: Said, member: string): Resource =>
  namedBy(
    said,
    member,
    inService(call, "dynamodb", (name) => `table/${name}`),
  );

const anyTable = (call: Call, why: string): Resource => ({ arn: inService(call, "dynamodb", (name) => `table/${name}`)("*"), wide: why });

/** The tables of `RequestItems`: its keys. */
function requested(call: Call): readonly Resource[] {
  const items = call.fields.inside("RequestItems");
  if (items.open || items.names.length === 0) return [anyTable(call, '"RequestItems" is computed')];
  return items.names.map((name) => table(call, saidLiterally(name), "RequestItems"));
}

const TRANSACTION: Readonly<Record<string, string>> = {
  Get: "GetItem",
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
};

/** Each item of a transaction is an action on a table of its own. */
function transaction(call: Call): readonly Grant[] {
  const kinds = Object.keys(TRANSACTION).filter((kind) => (callName(call.api) === "TransactGetItems") === (kind === "Get"));
  const all = (): Grant =>
    allow(
      kinds.map((kind) => `dynamodb:${TRANSACTION[kind]}`),
      anyTable(call, '"TransactItems" is computed'),
    );
  const items = call.fields.each("TransactItems");
  if (items.length === 0) return [all()];
  return items.flatMap((item: Fields) =>
    item.open
      ? [all()]
      : kinds
          .filter((kind) => item.has(kind))
          .map((kind) => {
            const name = item.inside(kind).get("TableName");
            return allow(
              `dynamodb:${TRANSACTION[kind]}`,
              name ? table(call, name, "TableName") : anyTable(call, '"TableName" is not given'),
            );
          }),
  );
}

/** An import reads the bucket, and writes its log, with the rights of whoever asks for it. */
function importTable(call: Call): readonly Grant[] {
  const source = call.fields.inside("S3BucketSource");
  const creation = call.fields.inside("TableCreationParameters");
  const bucket = source.get("S3Bucket");
  const prefix = source.has("S3KeyPrefix") || source.open ? source.get("S3KeyPrefix") : undefined;
  const key: Said = prefix ? { text: `${prefix.text}*`.replace("**", "*"), computed: prefix.computed } : saidLiterally("*");
  const name = creation.get("TableName");
  const logs = { arn: inService(call, "logs", (group) => `log-group:${group}`)("/aws-dynamodb/*") };
  return [
    allow(
      "dynamodb:ImportTable",
      name ? table(call, name, "TableCreationParameters.TableName") : anyTable(call, "the table's name is not given"),
    ),
    allow("s3:GetObject", objects(call, bucket, key, '"S3BucketSource"')),
    allow("s3:ListBucket", {
      arn: bucketArn(call.place, bucket?.text ?? "*"),
      ...(bucket?.computed && { wide: '"S3Bucket" is computed' }),
    }),
    allow("logs:DescribeLogGroups", everything),
    allow("logs:CreateLogGroup logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents logs:PutRetentionPolicy", logs),
  ];
}

/** An export writes the bucket with the rights of whoever asks for it. */
function exportTable(call: Call): readonly Grant[] {
  const name = call.fields.get("TableArn");
  const bucket = call.fields.get("S3Bucket");
  const prefix = call.fields.has("S3Prefix") || call.fields.open ? call.fields.get("S3Prefix") : undefined;
  const key: Said = { text: prefix ? `${prefix.text}/*`.replace("*/*", "*") : "*", computed: prefix?.computed ?? false };
  return [
    allow("dynamodb:ExportTableToPointInTime", name ? table(call, name, "TableArn") : anyTable(call, '"TableArn" is not given')),
    allow("s3:AbortMultipartUpload s3:PutObject s3:PutObjectAcl", objects(call, bucket, key, '"S3Prefix"')),
    ...keyForObjects(call, "S3SseKmsKeyId"),
  ];
}

/** What such a call needs; undefined for one that names its table like any other. */
export function dynamodbGrants(call: Call): readonly Grant[] | undefined {
  switch (callName(call.api)) {
    case "BatchGetItem":
    case "BatchWriteItem":
      return [allow(`dynamodb:${callName(call.api)}`, requested(call))];
    case "TransactGetItems":
    case "TransactWriteItems":
      return transaction(call);
    case "ImportTable":
      return importTable(call);
    case "ExportTableToPointInTime":
      return exportTable(call);
    default:
      return undefined;
  }
}
