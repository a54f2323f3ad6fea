/** Searches every item of the test account's tables, the control table included. */
import { type DynamoDBClient, paginateListTables, paginateScan } from "@aws-sdk/client-dynamodb";
import type { CanarySearch, Hit } from "../canaries/index.ts";

/** What is found; a table that goes away meanwhile is passed over. */
export async function itemHits(client: DynamoDBClient, search: CanarySearch): Promise<Hit[]> {
  const found = new Map<string, Hit>();
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
    for (const TableName of TableNames) {
      try {
        for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
          for (const place of search.in(textOf(Items))) found.set(`${place} ${TableName}`, { place, where: `table ${TableName}` });
        }
      } catch (error) {
        if (!(error instanceof Error && error.name === "ResourceNotFoundException")) throw error;
      }
    }
  }
  return [...found.values()];
}

/** Bytes stand in it as they are, and not as numbers. */
const textOf = (items: readonly unknown[]): Buffer =>
  Buffer.from(
    JSON.stringify(items, (_, value: unknown) => {
      const bytes = value as { type?: unknown; data?: unknown } | Uint8Array | null;
      return bytes instanceof Uint8Array ? Buffer.from(bytes).toString("utf8") : value;
    }),
  );
