/** The files of an export, with AWS's names, manifests and checksums. */
import { createHash, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";

const deflate = promisify(gzip);
/** AWS writes at least one file a partition; here it is one for so many items. */
const itemsInFile = 1000;

export interface ExportDestination {
  readonly bucket: string;
  readonly prefix: string | undefined;
  readonly sseAlgorithm: "AES256" | "KMS";
  readonly kmsKeyId: string | undefined;
}

export interface ExportSummary {
  readonly exportArn: string;
  readonly startTime: Date;
  readonly exportTime: Date;
  readonly tableArn: string;
  readonly tableId: string;
}

export interface ExportWritten {
  readonly itemCount: number;
  readonly billedSizeBytes: number;
}

/** `PREFIX/AWSDynamoDB/<exportId>` */
export function exportFolder(prefix: string | undefined, exportId: string): string {
  const trimmed = (prefix ?? "").replace(/\/$/, "");
  return `${trimmed === "" ? "" : `${trimmed}/`}AWSDynamoDB/${exportId}`;
}

export const summaryKey = (folder: string): string => `${folder}/manifest-summary.json`;

/**
 * Writes all files of an export, the summary last: whoever sees it can read the rest.
 *
 * @param lines one item a line, `{"Item":{…}}`
 */
export async function writeExport(
  s3: S3Client,
  destination: ExportDestination,
  folder: string,
  about: ExportSummary,
  lines: readonly string[],
): Promise<ExportWritten> {
  const put = async (key: string, body: string | Buffer): Promise<string> => {
    const { ETag = "" } = await s3.send(
      new PutObjectCommand({
        Bucket: destination.bucket,
        Key: key,
        Body: body,
        ContentLength: Buffer.byteLength(body),
        ServerSideEncryption: destination.sseAlgorithm === "KMS" ? "aws:kms" : "AES256",
        ...(destination.kmsKeyId === undefined ? {} : { SSEKMSKeyId: destination.kmsKeyId }),
      }),
    );
    return ETag.replaceAll('"', "");
  };
  const putWithChecksum = async (name: string, body: string): Promise<void> => {
    await put(`${folder}/${name}.json`, body);
    await put(`${folder}/${name}.checksum`, md5(body));
  };

  await put(`${folder}/_started`, "");
  const files: string[] = [];
  let billedSizeBytes = 0;
  for (let start = 0; start === 0 || start < lines.length; start += itemsInFile) {
    const part = lines.slice(start, start + itemsInFile);
    const text = part.map((line) => `${line}\n`).join("");
    billedSizeBytes += Buffer.byteLength(text);
    const body = await deflate(text);
    const dataFileS3Key = `${folder}/data/${randomName()}.json.gz`;
    const etag = await put(dataFileS3Key, body);
    files.push(`${JSON.stringify({ itemCount: part.length, md5Checksum: md5(body), etag, dataFileS3Key })}\n`);
  }
  const itemCount = lines.length;
  await putWithChecksum("manifest-files", files.join(""));
  const summary = {
    version: "2020-06-30",
    exportArn: about.exportArn,
    startTime: about.startTime.toISOString(),
    endTime: new Date().toISOString(),
    tableArn: about.tableArn,
    tableId: about.tableId,
    exportTime: about.exportTime.toISOString(),
    s3Bucket: destination.bucket,
    s3Prefix: destination.prefix ?? null,
    s3SseAlgorithm: destination.sseAlgorithm,
    s3SseKmsKeyId: destination.kmsKeyId ?? null,
    manifestFilesS3Key: `${folder}/manifest-files.json`,
    billedSizeBytes,
    itemCount,
    outputFormat: "DYNAMODB_JSON",
    exportType: "FULL_EXPORT",
  };
  await putWithChecksum("manifest-summary", JSON.stringify(summary));
  return { itemCount, billedSizeBytes };
}

function md5(body: string | Buffer): string {
  return createHash("md5").update(body).digest("base64");
}

function randomName(): string {
  return BigInt(`0x${randomBytes(16).toString("hex")}`)
    .toString(36)
    .padStart(26, "0")
    .slice(-26);
}
