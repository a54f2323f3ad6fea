/** Looks at some items of a table before it is exported. */
import { type AttributeValue, type DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { type PlaceFacts, plainItem, RecordSampler } from "../../plan/index.ts";
import type { Rules } from "../../rules/index.ts";
import type { TableLine } from "./plan-tables.ts";
import { isUnavailable } from "./unavailable.ts";

/** An item as the SDK reads it. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** One page: an item has about a kilobyte, so that it costs production what a person's click does. */
const mostItems = 100;

/** The first items of a table, in the order of their keys' hashes; none where production denies it or asks to wait. */
export async function someItems(dynamodb: Pick<DynamoDBClient, "send">, TableName: string): Promise<readonly Item[]> {
  try {
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName, Limit: mostItems }));
    return Items;
  } catch (error) {
    if (isUnavailable(error)) return [];
    throw error;
  }
}

/** The places of a table: its key attributes by its description, and what the items have. */
export function placesOfTable({ service, table, creation }: TableLine, items: readonly Item[], rules: Rules): readonly PlaceFacts[] {
  const tableKey = creation.KeySchema.map(({ AttributeName }) => AttributeName);
  const indexKeys = creation.AttributeDefinitions.map(({ AttributeName }) => AttributeName);
  const sampler = new RecordSampler({ rules, store: "dynamodb", service, table, tableKey, indexKeys });
  for (const item of items) sampler.add(plainItem(item));
  if (items.length > 0) return sampler.places();
  const empty = { S: "", N: 0, B: new Uint8Array() } as const;
  for (const { AttributeName, AttributeType } of creation.AttributeDefinitions) sampler.add({ [AttributeName]: empty[AttributeType] });
  return sampler.places();
}
