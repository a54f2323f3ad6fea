/** ExportTableToPointInTime, DescribeExport, ListExports. */
import { accountOfArn } from "../gateway/accounts.ts";
import { AwsError, notImplemented } from "../gateway/service.ts";
import type { Stores } from "./deps.ts";
import { type ExportWritten, exportFolder, summaryKey, writeExport } from "./export-files.ts";
import { ClientTokens, JobState, jobId, page, seconds, storageFailure, text } from "./job.ts";
import { readTable } from "./table-items.ts";

type Input = Readonly<Record<string, unknown>>;

interface Export {
  readonly arn: string;
  readonly input: Input;
  readonly account: string;
  readonly tableId: string;
  readonly exportTime: Date;
  readonly manifest: string;
  readonly state: JobState;
  written: ExportWritten | undefined;
}

export interface Exports {
  start(input: Input, account: string): Promise<object>;
  describe(input: Input): object;
  list(input: Input, account: string): object;
  /** Settles when no export is being written. */
  idle(): Promise<void>;
}

export function createExports(stores: Stores): Exports {
  const exports = new Map<string, Export>();
  const tokens = new ClientTokens<Export>("ExportConflictException");
  const work = new Set<Promise<void>>();

  const begin = async (input: Input, account: string): Promise<Export> => {
    const tableArn = text(input, "TableArn");
    const bucket = text(input, "S3Bucket");
    const table = await findTable(stores, tableArn, account);
    const reading = await readTable(stores, tableArn, account);
    const id = jobId();
    const prefix = typeof input.S3Prefix === "string" ? input.S3Prefix : undefined;
    const folder = exportFolder(prefix, id);
    const state = new JobState();
    const started: Export = {
      arn: `${tableArn}/export/${id}`,
      input,
      account,
      tableId: table,
      exportTime: exportTimeOf(input) ?? state.startedAt,
      manifest: summaryKey(folder),
      state,
      written: undefined,
    };
    exports.set(started.arn, started);
    const write = async (): Promise<void> => {
      const destination = {
        bucket,
        prefix,
        sseAlgorithm: input.S3SseAlgorithm === "KMS" ? "KMS" : "AES256",
        kmsKeyId: typeof input.S3SseKmsKeyId === "string" ? input.S3SseKmsKeyId : undefined,
      } as const;
      const about = { exportArn: started.arn, startTime: state.startedAt, exportTime: started.exportTime, tableArn, tableId: table };
      started.written = await writeExport(stores.s3(account), destination, folder, about, await reading.lines());
    };
    const running = state.follow(write(), (error) => {
      const failure = storageFailure(error);
      stores.log(`The export of ${tableArn} failed: ${failure.code}`);
      return failure;
    });
    work.add(running);
    void running.then(() => work.delete(running));
    return started;
  };

  return {
    async start(input, account) {
      refuseUnsupported(input);
      const known = tokens.find(account, input);
      const started = known ?? (await begin(input, account));
      if (known === undefined) tokens.remember(account, input, started);
      return { ExportDescription: describe(started, { status: "IN_PROGRESS", endedAt: undefined, failure: undefined }) };
    },
    describe(input) {
      const arn = text(input, "ExportArn");
      const found = exports.get(arn);
      if (found === undefined) throw new AwsError("ExportNotFoundException", `Export not found: ${arn}`);
      return { ExportDescription: describe(found, found.state.tell()) };
    },
    list(input, account) {
      const own = [...exports.values()].filter(
        (one) => one.account === account && (input.TableArn === undefined || one.input.TableArn === input.TableArn),
      );
      const { items, token } = page(own.reverse(), input, "MaxResults");
      const summaries = items.map(({ arn, state }) => ({ ExportArn: arn, ExportStatus: state.tell().status, ExportType: "FULL_EXPORT" }));
      return { ExportSummaries: summaries, ...(token === undefined ? {} : { NextToken: token }) };
    },
    async idle() {
      await Promise.all(work);
    },
  };
}

function describe(
  { arn, input, account, tableId, exportTime, manifest, state, written }: Export,
  told: ReturnType<JobState["tell"]>,
): object {
  const { status, endedAt, failure } = told;
  return {
    ExportArn: arn,
    ExportStatus: status,
    StartTime: seconds(state.startedAt),
    ...(endedAt === undefined ? {} : { EndTime: seconds(endedAt) }),
    ...(status === "COMPLETED" ? { ExportManifest: manifest } : {}),
    TableArn: input.TableArn,
    TableId: tableId,
    ExportTime: seconds(exportTime),
    ...(input.ClientToken === undefined ? {} : { ClientToken: input.ClientToken }),
    S3Bucket: input.S3Bucket,
    S3BucketOwner: input.S3BucketOwner ?? account,
    ...(input.S3Prefix === undefined ? {} : { S3Prefix: input.S3Prefix }),
    S3SseAlgorithm: input.S3SseAlgorithm ?? "AES256",
    ...(input.S3SseKmsKeyId === undefined ? {} : { S3SseKmsKeyId: input.S3SseKmsKeyId }),
    ...(failure === undefined ? {} : { FailureCode: failure.code, FailureMessage: failure.message }),
    ExportFormat: "DYNAMODB_JSON",
    ExportType: "FULL_EXPORT",
    ...(status === "COMPLETED" && written !== undefined ? { ItemCount: written.itemCount, BilledSizeBytes: written.billedSizeBytes } : {}),
  };
}

/** @returns the table's id */
async function findTable(stores: Stores, tableArn: string, account: string): Promise<string> {
  const name = /:table\/([^/]+)$/.exec(tableArn)?.[1];
  if (name === undefined) throw new AwsError("ValidationException", `Invalid TableArn: ${tableArn}`);
  if (accountOfArn(tableArn) !== account) {
    throw new AwsError(
      "AccessDeniedException",
      `User is not authorized to perform: dynamodb:ExportTableToPointInTime on resource: ${tableArn}`,
    );
  }
  try {
    const { Table } = await stores.dynamodb("DescribeTable", { TableName: name }, account);
    return String((Table as { TableId?: unknown }).TableId ?? "");
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException")
      throw new AwsError("TableNotFoundException", `Table not found: ${tableArn}`);
    throw error;
  }
}

/** @throws AwsError InvalidExportTimeException for a moment that is still to come */
function exportTimeOf({ ExportTime }: Input): Date | undefined {
  if (ExportTime === undefined) return undefined;
  const time = new Date(typeof ExportTime === "number" ? ExportTime * 1000 : String(ExportTime));
  if (Number.isNaN(time.getTime())) throw new AwsError("ValidationException", "ExportTime is not a timestamp");
  if (time.getTime() > Date.now() + 1000) throw new AwsError("InvalidExportTimeException", "The export time is in the future");
  return time;
}

function refuseUnsupported({ ExportFormat, ExportType }: Input): void {
  if (ExportFormat === "ION") throw notImplemented("dynamodb", "ExportTableToPointInTime", "it writes DYNAMODB_JSON, not ION");
  if (ExportType === "INCREMENTAL_EXPORT") throw notImplemented("dynamodb", "ExportTableToPointInTime", "it makes full exports only");
}
