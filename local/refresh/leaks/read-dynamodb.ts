/** Reads every text of a DynamoDB table: through an export, since the local DynamoDB scans large tables slowly. */

import { gunzipSync } from "node:zlib";
import { type AttributeValue, DescribeExportCommand, type DynamoDBClient, ExportTableToPointInTimeCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { eventually } from "../seed/eventually.ts";
import { type Place, placeMaker, type Sink } from "./cells.ts";
import { giveBytes } from "./read-aurora.ts";

/** Where the export goes, and who may read it there. */
export interface ExportArea {
  readonly bucket: string;
  readonly s3: S3Client;
}

/**
 * Exports a table and hands its texts to the sink; the export's files stay for the caller to delete.
 *
 * @param known - the name by which both environments know the table
 * @throws Error when the export fails
 */
export async function readDynamoDb(
  dynamodb: DynamoDBClient,
  area: ExportArea,
  service: string,
  tableArn: string,
  known: string,
  sink: Sink,
): Promise<void> {
  const started = await dynamodb.send(
    new ExportTableToPointInTimeCommand({
      TableArn: tableArn,
      S3Bucket: area.bucket,
      S3Prefix: `leaks/${tableArn.replaceAll(/[^\w-]/g, "-")}`,
      ExportFormat: "DYNAMODB_JSON",
    }),
  );
  const ExportArn = started.ExportDescription?.ExportArn ?? "";
  const done = await eventually(`the export of ${known}`, async () => {
    const { ExportDescription } = await dynamodb.send(new DescribeExportCommand({ ExportArn }));
    return ExportDescription?.ExportStatus === "IN_PROGRESS" ? undefined : ExportDescription;
  });
  if (done.ExportStatus !== "COMPLETED" || !done.ExportManifest)
    throw new Error(`The export of ${known} for the leak check ended as ${done.ExportStatus}.`);
  const summary = JSON.parse(await text(area, done.ExportManifest)) as { manifestFilesS3Key: string };
  const files = (await text(area, summary.manifestFilesS3Key)).split("\n").filter(Boolean);
  const place = placeMaker("dynamodb", service, [known], known);
  for (const line of files) {
    const { dataFileS3Key } = JSON.parse(line) as { dataFileS3Key: string };
    const lines = gunzipSync(await bytes(area, dataFileS3Key))
      .toString("utf8")
      .split("\n");
    for (const item of lines) if (item) walk(itemOf(item), [], place, sink);
  }
}

const itemOf = (line: string): AttributeValue => ({ M: (JSON.parse(line) as { Item: Record<string, AttributeValue> }).Item });

function walk(value: AttributeValue, names: readonly string[], place: (names: readonly string[]) => Place, sink: Sink): void {
  if (value.S !== undefined) sink.text(place(names), value.S);
  else if (value.SS) for (const item of value.SS) sink.text(place(names), item);
  else if (value.B) giveBytes(place(names), Buffer.from(value.B as unknown as string, "base64"), sink);
  else if (value.BS) for (const item of value.BS) giveBytes(place(names), Buffer.from(item as unknown as string, "base64"), sink);
  else if (value.L) for (const item of value.L) walk(item, names, place, sink);
  else if (value.M) {
    for (const [name, item] of Object.entries(value.M)) {
      const plain = /^[A-Za-z_][\w-]{0,40}$/.test(name);
      if (!plain) sink.text(place(names), name);
      walk(item, plain ? [...names, name] : names, place, sink);
    }
  }
}

async function bytes(area: ExportArea, Key: string): Promise<Uint8Array> {
  const { Body } = await area.s3.send(new GetObjectCommand({ Bucket: area.bucket, Key }));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

const text = async (area: ExportArea, key: string): Promise<string> => Buffer.from(await bytes(area, key)).toString("utf8");
