/** Gives tonight's table the settings of the live one: what ImportTable cannot say. */
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ListTagsOfResourceCommand,
  type Tag,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";

type Dynamodb = Pick<DynamoDBClient, "send">;

/** The settings that are taken over. */
export interface TableSettings {
  readonly pointInTimeRecovery: boolean;
  readonly timeToLive: string | undefined;
  readonly deletionProtection: boolean;
  readonly tags: readonly Tag[];
}

/** What a table has when there is no live one to look at. */
export const settingsOfNewTable: TableSettings = { pointInTimeRecovery: true, timeToLive: undefined, deletionProtection: false, tags: [] };

/** Reads a table's settings. Tags of AWS's own and the run's tag are not among them. */
export async function readSettings(dynamodb: Dynamodb, TableName: string): Promise<TableSettings> {
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
  return {
    pointInTimeRecovery: backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === "ENABLED",
    timeToLive: TimeToLiveStatus.startsWith("ENABL") ? AttributeName : undefined,
    deletionProtection: Table?.DeletionProtectionEnabled === true,
    tags: tags.filter(({ Key }) => Key !== undefined && !Key.startsWith("aws:") && Key !== "RefreshRun"),
  };
}

/** Brings a table to these settings and tags it with the run; what it has already is left alone, so it may be repeated. */
export async function applySettings(dynamodb: Dynamodb, TableName: string, runId: string, settings: TableSettings): Promise<void> {
  const [{ Table }, now] = await Promise.all([dynamodb.send(new DescribeTableCommand({ TableName })), readSettings(dynamodb, TableName)]);
  await dynamodb.send(
    new TagResourceCommand({ ResourceArn: Table?.TableArn, Tags: [...settings.tags, { Key: "RefreshRun", Value: runId }] }),
  );
  if (settings.pointInTimeRecovery && !now.pointInTimeRecovery) {
    const specification = { PointInTimeRecoveryEnabled: true };
    await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: specification }));
  }
  if (settings.timeToLive !== undefined && now.timeToLive === undefined) {
    const specification = { Enabled: true, AttributeName: settings.timeToLive };
    await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: specification }));
  }
  if (settings.deletionProtection && !now.deletionProtection) {
    await dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
  }
}
