/** Plans tonight's tables: which of production's belong to a service, and how each is made anew. */
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ListTablesCommand,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import type { z } from "zod";
import type { TableLine as TableLineSchema } from "../../../dynamodb-refresh/contract.ts";
import { inParallel } from "../../../shared/in-parallel.ts";
import type { Pointer } from "../../../shared/reports.ts";
import { resources, serviceOf } from "../../../shared/resources.ts";
import { tableCreation } from "./table-creation.ts";

/** One line of the plan's list of tables. */
export type TableLine = z.infer<typeof TableLineSchema>;

type Dynamodb = Pick<DynamoDBClient, "send">;
const atOnce = 4;

/** The tables of all services, and what is wrong with some, by service. */
export async function planTables(
  accounts: { readonly production: Dynamodb; readonly test: Dynamodb },
  runId: string,
  pointers: ReadonlyMap<string, Pointer>,
): Promise<{ lines: TableLine[]; problems: Map<string, string> }> {
  const services = [...pointers.keys()];
  const owned = (await tableNames(accounts.production)).flatMap((table) => {
    const service = serviceOf(table, services, "-");
    return service === undefined ? [] : [{ table, service }];
  });
  const problems = new Map<string, string>();
  const lines = await inParallel(atOnce, owned, async ({ table, service }): Promise<TableLine | undefined> => {
    const hold = (reason: string): undefined => void (problems.has(service) || problems.set(service, reason));
    const production = await describe(accounts.production, table);
    if (production === undefined) return undefined;
    if (!(await hasPointInTimeRecovery(accounts.production, table)))
      return hold(`table ${table} has no point-in-time recovery in production, so it cannot be exported`);
    const liveTable = pointers.get(service)?.tables[table] ?? "";
    const live = liveTable === "" ? undefined : await describe(accounts.test, liveTable);
    const newTable = resources.table(table, runId);
    const made = tableCreation(newTable, production, live);
    if (made.problem !== undefined) return hold(made.problem);
    return {
      service,
      table,
      tableArn: production.TableArn ?? "",
      liveTable: live === undefined ? "" : liveTable,
      newTable,
      creation: made.creation,
    };
  });
  return { lines: lines.filter((line) => line !== undefined && !problems.has(line.service)) as TableLine[], problems };
}

async function tableNames(dynamodb: Dynamodb): Promise<string[]> {
  const names: string[] = [];
  let ExclusiveStartTableName: string | undefined;
  do {
    const page = await dynamodb.send(new ListTablesCommand(ExclusiveStartTableName ? { ExclusiveStartTableName } : {}));
    names.push(...(page.TableNames ?? []));
    ExclusiveStartTableName = page.LastEvaluatedTableName;
  } while (ExclusiveStartTableName);
  return names;
}

async function describe(dynamodb: Dynamodb, TableName: string): Promise<TableDescription | undefined> {
  try {
    return (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if ((error as Error).name === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

async function hasPointInTimeRecovery(dynamodb: Dynamodb, TableName: string): Promise<boolean> {
  const { ContinuousBackupsDescription } = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));
  return ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === "ENABLED";
}
