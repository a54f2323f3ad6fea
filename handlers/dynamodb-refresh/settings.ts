/** Gives tonight's table the settings of the live one: what ImportTable cannot say. */
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ListTagsOfResourceCommand,
  type TableClass,
  type Tag,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";

type Dynamodb = Pick<DynamoDBClient, "send">;

/** The settings that are taken over. */
export interface TableSettings {
  readonly pointInTimeRecovery: boolean;
  /** Days that point-in-time recovery goes back; undefined for DynamoDB's own 35. */
  readonly recoveryDays: number | undefined;
  readonly timeToLive: string | undefined;
  readonly deletionProtection: boolean;
  readonly tableClass: TableClass;
  readonly tags: readonly Tag[];
}

/** What a table has when there is no live one to look at. */
export const settingsOfNewTable: TableSettings = {
  pointInTimeRecovery: true,
  recoveryDays: undefined,
  timeToLive: undefined,
  deletionProtection: false,
  tableClass: "STANDARD",
  tags: [],
};

/** A table's settings, its ARN, and the names of its indexes. */
export interface FoundTable {
  readonly settings: TableSettings;
  readonly arn: string;
  readonly indexes: readonly string[];
}

/** Reads a table's settings. Tags of AWS's own and the run's tag are not among them. */
export async function readSettings(dynamodb: Dynamodb, TableName: string): Promise<FoundTable> {
  const [{ Table }, backups, ttl] = await Promise.all([
    dynamodb.send(new DescribeTableCommand({ TableName })),
    dynamodb.send(new DescribeContinuousBackupsCommand({ TableName })),
    dynamodb.send(new DescribeTimeToLiveCommand({ TableName })),
  ]);
  const tags: Tag[] = [];
  let NextToken: string | undefined;
  do {
    const page = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn, ...(NextToken ? { NextToken } : {}) }));
    tags.push(...(page.Tags ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  const { TimeToLiveStatus = "DISABLED", AttributeName } = ttl.TimeToLiveDescription ?? {};
  const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  return {
    arn: Table?.TableArn ?? "",
    indexes: (Table?.GlobalSecondaryIndexes ?? []).flatMap(({ IndexName }) => (IndexName === undefined ? [] : [IndexName])),
    settings: {
      pointInTimeRecovery: recovery?.PointInTimeRecoveryStatus === "ENABLED",
      recoveryDays: recovery?.RecoveryPeriodInDays,
      timeToLive: TimeToLiveStatus.startsWith("ENABL") ? AttributeName : undefined,
      deletionProtection: Table?.DeletionProtectionEnabled === true,
      tableClass: Table?.TableClassSummary?.TableClass ?? "STANDARD",
      tags: tags.filter(({ Key }) => Key !== undefined && !Key.startsWith("aws:") && Key !== "RefreshRun"),
    },
  };
}

/**
 * Brings a table to these settings and tags it with the run; what it has already is left alone, so it may be repeated.
 * Streams, contributor insights, resource policies and replicas are not taken over.
 *
 * @returns the table as it was found
 */
export async function applySettings(
  dynamodb: DynamoDBClient,
  TableName: string,
  runId: string,
  settings: TableSettings,
): Promise<FoundTable> {
  await untilActive(dynamodb, TableName);
  const found = await readSettings(dynamodb, TableName);
  const now = found.settings;
  await dynamodb.send(new TagResourceCommand({ ResourceArn: found.arn, Tags: [...settings.tags, { Key: "RefreshRun", Value: runId }] }));
  if (settings.pointInTimeRecovery && (!now.pointInTimeRecovery || now.recoveryDays !== settings.recoveryDays)) {
    const days = settings.recoveryDays === undefined ? {} : { RecoveryPeriodInDays: settings.recoveryDays };
    const specification = { PointInTimeRecoveryEnabled: true, ...days };
    await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: specification }));
  }
  if (settings.timeToLive !== undefined && now.timeToLive === undefined) {
    const specification = { Enabled: true, AttributeName: settings.timeToLive };
    await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: specification }));
  }
  if (settings.deletionProtection && !now.deletionProtection) {
    await dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
  }
  if (settings.tableClass !== now.tableClass) {
    // A table changes one thing at a time.
    await untilActive(dynamodb, TableName);
    await dynamodb.send(new UpdateTableCommand({ TableName, TableClass: settings.tableClass }));
  }
  return found;
}

/** Whether there is a table of this name. */
export async function tableExists(dynamodb: Dynamodb, TableName: string): Promise<boolean> {
  try {
    await dynamodb.send(new DescribeTableCommand({ TableName }));
    return true;
  } catch (error) {
    if ((error as Error).name === "ResourceNotFoundException") return false;
    throw error;
  }
}

async function untilActive(client: DynamoDBClient, TableName: string): Promise<void> {
  await waitUntilTableExists({ client, maxWaitTime: 300, minDelay: 2, maxDelay: 10 }, { TableName });
}
