/** The ledger of generations: every run that may have made a cluster or tables, until they are deleted. */
import { z } from "zod";
import type { ControlTable } from "./table.ts";

const Generation = z.object({
  /** `staged`: made by a run that has not switched; `live`: switched to; `deleting`: a clean-up is taking it away. */
  status: z.enum(["staged", "live", "deleting"]),
  /** When its run's execution started, ISO 8601: the order of generations, since two runs may begin in one minute. */
  startedAt: z.string(),
  cluster: z.string(),
  tables: z.array(z.string()),
  /** Whether a clean-up has taken away the run's clone, raw snapshots and quarantine. */
  cleaned: z.boolean(),
});
/** One generation, and the run that made it. */
export type Generation = z.infer<typeof Generation> & { readonly runId: string };

const partition = "GENERATIONS";

/** All generations, oldest first. */
export async function readGenerations(table: ControlTable): Promise<Generation[]> {
  const items = await table.list(partition);
  const all = items.map(({ sk, item }) => ({ ...Generation.parse(item), runId: sk }));
  return all.sort((a, b) => new Date(a.startedAt).getTime() - new Date(b.startedAt).getTime());
}

/** Notes a generation before anything of it is made. */
export async function noteGeneration(table: ControlTable, { runId, ...generation }: Generation): Promise<void> {
  await table.put(partition, runId, generation);
}

/** Changes what the ledger says of a generation that is in it. */
export async function changeGeneration(
  table: ControlTable,
  runId: string,
  change: Partial<Pick<Generation, "status" | "cleaned">>,
): Promise<void> {
  await table.set(partition, runId, change, { expression: "attribute_exists(pk)" });
}

/** Takes a generation out of the ledger. */
export async function forgetGeneration(table: ControlTable, runId: string): Promise<void> {
  await table.remove(partition, runId);
}
