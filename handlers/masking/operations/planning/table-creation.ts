/** The new table's description for ImportTable, from the live table's and production's; pure. */
import type { GlobalSecondaryIndexDescription, KeySchemaElement, TableDescription } from "@aws-sdk/client-dynamodb";
import type { z } from "zod";
import { TableCreation } from "../../../dynamodb-refresh/contract.ts";

/** A description, or why there can be none: then the service is held. */
export type Creation = { readonly creation: z.infer<typeof TableCreation>; readonly problem?: undefined } | { readonly problem: string };

/**
 * Keys and indexes of the live table, billing and encryption too. Where production's key is another one (or there is no live table yet),
 * production's keys and indexes: the data has to fit.
 */
export function tableCreation(newTable: string, production: TableDescription, live: TableDescription | undefined): Creation {
  const name = production.TableName ?? "";
  const shape = live !== undefined && sameKey(live, production) ? live : production;
  const settings = live ?? production;
  if ((shape.LocalSecondaryIndexes ?? []).length > 0)
    return { problem: `table ${name} has a local secondary index, which ImportTable cannot make` };
  if (newTable.length > 255) return { problem: `table ${name}: its name with the run's would be longer than 255 characters` };
  const billing = settings.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST" ? "PAY_PER_REQUEST" : "PROVISIONED";
  const parsed = TableCreation.safeParse({
    TableName: newTable,
    AttributeDefinitions: shape.AttributeDefinitions,
    KeySchema: shape.KeySchema,
    BillingMode: billing,
    ...throughput(billing, settings),
    ...encryption(live),
    ...((shape.GlobalSecondaryIndexes ?? []).length === 0
      ? {}
      : { GlobalSecondaryIndexes: shape.GlobalSecondaryIndexes?.map((index) => indexCreation(index, billing, settings)) }),
  });
  if (parsed.success) return { creation: parsed.data };
  return { problem: `table ${name} cannot be made anew: ${parsed.error.issues[0]?.path.join(".") ?? "its description"} is not supported` };
}

function indexCreation(index: GlobalSecondaryIndexDescription, billing: string, settings: TableDescription) {
  const { IndexName, KeySchema, Projection } = index;
  const same = settings.GlobalSecondaryIndexes?.find((other) => other.IndexName === IndexName) ?? index;
  return {
    IndexName,
    KeySchema,
    Projection: {
      ProjectionType: Projection?.ProjectionType,
      ...(Projection?.NonKeyAttributes ? { NonKeyAttributes: Projection.NonKeyAttributes } : {}),
    },
    ...throughput(billing, same),
  };
}

function throughput(
  billing: string,
  { ProvisionedThroughput, OnDemandThroughput }: Pick<TableDescription, "ProvisionedThroughput" | "OnDemandThroughput">,
) {
  if (billing === "PAY_PER_REQUEST") return OnDemandThroughput === undefined ? {} : { OnDemandThroughput };
  const { ReadCapacityUnits, WriteCapacityUnits } = ProvisionedThroughput ?? {};
  return { ProvisionedThroughput: { ReadCapacityUnits: ReadCapacityUnits || 5, WriteCapacityUnits: WriteCapacityUnits || 5 } };
}

// Production's key is of no use here: without a live table it is the one that AWS owns.
function encryption(live: TableDescription | undefined) {
  const key = live?.SSEDescription?.SSEType === "KMS" ? live.SSEDescription.KMSMasterKeyArn : undefined;
  return key === undefined ? {} : { SseSpecification: { Enabled: true, SseType: "KMS", KmsMasterKeyId: key } };
}

function sameKey(a: TableDescription, b: TableDescription): boolean {
  const typeOf = (table: TableDescription, name: string | undefined): string =>
    table.AttributeDefinitions?.find(({ AttributeName }) => AttributeName === name)?.AttributeType ?? "";
  const text = (table: TableDescription): string =>
    (table.KeySchema ?? [])
      .map(({ AttributeName, KeyType }: KeySchemaElement) => `${KeyType} ${AttributeName} ${typeOf(table, AttributeName)}`)
      .sort()
      .join();
  return text(a) === text(b);
}
