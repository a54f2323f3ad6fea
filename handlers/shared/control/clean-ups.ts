/** What a clean-up has set out to take away, so that its last state knows what may be marked as gone. */
import { z } from "zod";
import type { ControlTable } from "./table.ts";

const CleanUp = z.object({ cleaned: z.array(z.string()), deleted: z.array(z.string()) });
export type CleanUp = z.infer<typeof CleanUp>;

const key = (runId: string) => ["CLEANUP", runId === "" ? "NO-RUN" : runId] as const;

/** Notes what the clean-up after this run takes away. */
export async function noteCleanUp(table: ControlTable, runId: string, cleanUp: CleanUp): Promise<void> {
  await table.put(...key(runId), cleanUp);
}

/** What the clean-up after this run was to take away. */
export async function readCleanUp(table: ControlTable, runId: string): Promise<CleanUp> {
  const item = await table.get(...key(runId));
  return item === undefined ? { cleaned: [], deleted: [] } : CleanUp.parse(item);
}

/** Forgets it. */
export async function forgetCleanUp(table: ControlTable, runId: string): Promise<void> {
  await table.remove(...key(runId));
}
