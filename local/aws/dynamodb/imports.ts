/** ImportTable, DescribeImport, ListImports. */
import { AwsError, notImplemented } from "../gateway/service.ts";
import type { Stores } from "./deps.ts";
import { type ImportCounts, importItems } from "./import-items.ts";
import { ClientTokens, JobState, jobId, page, seconds, storageFailure, text } from "./job.ts";

type Input = Readonly<Record<string, unknown>>;

interface Import {
  readonly arn: string;
  readonly input: Input;
  readonly account: string;
  readonly tableName: string;
  readonly tableArn: string;
  readonly tableId: string;
  readonly state: JobState;
  readonly counts: ImportCounts;
}

export interface Imports {
  start(input: Input, account: string): Promise<object>;
  describe(input: Input): object;
  list(input: Input, account: string): object;
  /** Whether an import still fills this table; AWS shows it as CREATING. */
  fills(tableName: string, account: string): boolean;
  /** Whether any import runs. */
  active(): boolean;
  idle(): Promise<void>;
}

export function createImports(stores: Stores): Imports {
  const imports = new Map<string, Import>();
  const tokens = new ClientTokens<Import>("IdempotentParameterMismatch");
  const work = new Set<Promise<void>>();

  const begin = async (input: Input, account: string): Promise<Import> => {
    const source = (input.S3BucketSource ?? {}) as Input;
    const bucket = text(source, "S3Bucket");
    const creation = (input.TableCreationParameters ?? {}) as Input;
    const tableName = text(creation, "TableName");
    const keys = keyTypes(creation);
    const { TableDescription } = await stores.dynamodb("CreateTable", creation, account);
    const { TableArn, TableId } = TableDescription as { TableArn: string; TableId?: string };
    const started: Import = {
      arn: `${TableArn}/import/${jobId()}`,
      input,
      account,
      tableName,
      tableArn: TableArn,
      tableId: TableId ?? "",
      state: new JobState(),
      counts: { processedSizeBytes: 0, processedItemCount: 0, importedItemCount: 0, errorCount: 0 },
    };
    imports.set(started.arn, started);
    const from = {
      bucket,
      prefix: typeof source.S3KeyPrefix === "string" ? source.S3KeyPrefix : "",
      gzipped: input.InputCompressionType === "GZIP",
    };
    const running = started.state.follow(importItems(stores, from, { tableName, keys, account }, started.counts), (error) => {
      const failure = storageFailure(error);
      stores.log(`The import into ${tableName} failed: ${failure.code}`);
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
      return {
        ImportTableDescription: describe(stores.region, started, { status: "IN_PROGRESS", endedAt: undefined, failure: undefined }),
      };
    },
    describe(input) {
      const arn = text(input, "ImportArn");
      const found = imports.get(arn);
      if (found === undefined) throw new AwsError("ImportNotFoundException", `Import not found: ${arn}`);
      return { ImportTableDescription: describe(stores.region, found, found.state.tell()) };
    },
    list(input, account) {
      const own = [...imports.values()].filter(
        (one) => one.account === account && (input.TableArn === undefined || one.tableArn === input.TableArn),
      );
      const { items, token } = page(own.reverse(), input, "PageSize");
      return { ImportSummaryList: items.map(summarize), ...(token === undefined ? {} : { NextToken: token }) };
    },
    fills: (tableName, account) =>
      [...imports.values()].some((one) => one.account === account && one.tableName === tableName && one.state.running),
    active: () => work.size > 0,
    async idle() {
      await Promise.all(work);
    },
  };
}

function describe(region: string, started: Import, { status, endedAt, failure }: ReturnType<JobState["tell"]>): object {
  const { arn, input, account, tableArn, tableId, state, counts } = started;
  return {
    ImportArn: arn,
    ImportStatus: status,
    TableArn: tableArn,
    TableId: tableId,
    ...(input.ClientToken === undefined ? {} : { ClientToken: input.ClientToken }),
    S3BucketSource: input.S3BucketSource,
    ErrorCount: counts.errorCount,
    CloudWatchLogGroupArn: `arn:aws:logs:${region}:${account}:log-group:/aws-dynamodb/imports:*`,
    InputFormat: input.InputFormat,
    InputCompressionType: input.InputCompressionType ?? "NONE",
    TableCreationParameters: input.TableCreationParameters,
    StartTime: seconds(state.startedAt),
    ...(endedAt === undefined ? {} : { EndTime: seconds(endedAt) }),
    ProcessedSizeBytes: counts.processedSizeBytes,
    ProcessedItemCount: counts.processedItemCount,
    ImportedItemCount: counts.importedItemCount,
    ...(failure === undefined ? {} : { FailureCode: failure.code, FailureMessage: failure.message }),
  };
}

function summarize({ arn, input, tableArn, state }: Import): object {
  const { status, endedAt } = state.tell();
  return {
    ImportArn: arn,
    ImportStatus: status,
    TableArn: tableArn,
    S3BucketSource: input.S3BucketSource,
    InputFormat: input.InputFormat,
    StartTime: seconds(state.startedAt),
    ...(endedAt === undefined ? {} : { EndTime: seconds(endedAt) }),
  };
}

/** @throws AwsError ValidationException when the key schema names an attribute without a definition */
function keyTypes(creation: Input): Map<string, string> {
  const definitions = (Array.isArray(creation.AttributeDefinitions) ? creation.AttributeDefinitions : []) as {
    AttributeName: string;
    AttributeType: string;
  }[];
  const types = new Map(definitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
  const schema = (Array.isArray(creation.KeySchema) ? creation.KeySchema : []) as { AttributeName: string }[];
  return new Map(
    schema.map(({ AttributeName }) => {
      const type = types.get(AttributeName);
      if (type === undefined)
        throw new AwsError("ValidationException", `The key attribute ${AttributeName} has no definition in AttributeDefinitions`);
      return [AttributeName, type];
    }),
  );
}

function refuseUnsupported({ InputFormat, InputCompressionType }: Input): void {
  if (InputFormat !== "DYNAMODB_JSON") throw notImplemented("dynamodb", "ImportTable", "it reads DYNAMODB_JSON only");
  if (InputCompressionType === "ZSTD") throw notImplemented("dynamodb", "ImportTable", "it reads GZIP and uncompressed files, not ZSTD");
}
