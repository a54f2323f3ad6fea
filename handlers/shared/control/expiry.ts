/** When the control table forgets a run: DynamoDB deletes an item once the time in its `expires` is over. */
import { executionKey, expiryFrom, runPartition } from "./keys.ts";
import { readRun } from "./runs.ts";
import type { ControlTable } from "./table.ts";

/**
 * Lets everything that the table knows of a run expire. A run whose generation somebody may still use has no expiry: a rollback
 * reads what its switch replaced.
 *
 * @param now - milliseconds since 1970; DynamoDB counts in seconds
 */
export async function expireRun(table: ControlTable, runId: string, now: number): Promise<void> {
  const expires = expiryFrom(now);
  const run = await readRun(table, runId);
  const partition = runPartition(runId);
  const keys = (await table.list(partition)).map(({ sk }) => [partition, sk] as const);
  if (run !== undefined) keys.push(executionKey(run.executionArn));
  for (const key of keys) await table.set(...key, { expires }, { expression: "attribute_exists(pk)" });
}
