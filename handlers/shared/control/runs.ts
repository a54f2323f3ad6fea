/** What the control table knows of a run: its status, which execution it belongs to, and the ledger of generations. */
import { z } from "zod";
import { executionKey, expiryFrom, runPartition } from "./keys.ts";
import type { ControlTable } from "./table.ts";

/** How a run stands. `switching` means that services may point at either generation. */
export const RunStatus = z.enum(["running", "switching", "live", "failed", "cleaned"]);
export type RunStatus = z.infer<typeof RunStatus>;

const Run = z.object({
  status: RunStatus,
  executionArn: z.string(),
  startedAt: z.string(),
  asOf: z.string(),
  /** Where and why it failed, when it did. */
  error: z.string().optional(),
  message: z.string().optional(),
});
export type Run = z.infer<typeof Run>;

const runKey = (runId: string) => [runPartition(runId), "STATUS"] as const;

/** A run; undefined when there is none of that name. */
export async function readRun(table: ControlTable, runId: string): Promise<Run | undefined> {
  const item = await table.get(...runKey(runId));
  return item === undefined ? undefined : Run.parse(item);
}

/** Notes a run that begins; one that is there already stays as it is. */
export async function beginRun(table: ControlTable, runId: string, run: Omit<Run, "status">): Promise<void> {
  await table.put(...executionKey(run.executionArn), { runId });
  await table.put(...runKey(runId), { ...run, status: "running" }, { expression: "attribute_not_exists(pk)" });
}

/** Changes a run's status, when it is one of `from`; false when it is not. */
export async function changeRun(
  table: ControlTable,
  runId: string,
  status: RunStatus,
  from: readonly RunStatus[],
  more: Partial<Pick<Run, "asOf" | "error" | "message">> = {},
): Promise<boolean> {
  const values = Object.fromEntries(from.map((name, i) => [`:from${i}`, name]));
  // `#set0` is the name of the first attribute that is set: `status` itself is a reserved word.
  return table.set(...runKey(runId), { status, ...more }, { expression: `#set0 IN (${Object.keys(values).join(", ")})`, values });
}

/**
 * Gives a run to another execution, which takes it up. Its earlier execution is known a while longer, since a clean-up after
 * it may still come.
 *
 * @param now - milliseconds since 1970
 */
export async function takeOverRun(table: ControlTable, runId: string, executionArn: string, now: number): Promise<void> {
  const before = await readRun(table, runId);
  await table.put(...executionKey(executionArn), { runId });
  await table.set(...runKey(runId), { executionArn }, { expression: "attribute_exists(pk)" });
  if (before === undefined || before.executionArn === executionArn) return;
  await table.set(...executionKey(before.executionArn), { expires: expiryFrom(now) }, { expression: "attribute_exists(pk)" });
}

/** The run of an execution; "" when it made none. */
export async function runOfExecution(table: ControlTable, executionArn: string): Promise<string> {
  return String((await table.get(...executionKey(executionArn)))?.runId ?? "");
}
