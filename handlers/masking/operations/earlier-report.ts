/** Finds what the last live run before this one has kept. */
import type { z } from "zod";
import { readGenerations } from "../../shared/control/index.ts";
import { readTextIfThere } from "../../shared/objects.ts";
import type { MaskingContext } from "./context.ts";

/** The newest live run's report; undefined when none before this run has one. */
export async function earlierReport<T>(
  { clients, variables, control }: MaskingContext,
  runId: string,
  keyOf: (runId: string) => string,
  schema: z.ZodType<T>,
): Promise<{ readonly runId: string; readonly report: T } | undefined> {
  const generations = (await readGenerations(control)).filter((one) => one.status === "live" && one.runId !== runId);
  for (const generation of generations.reverse()) {
    const text = await readTextIfThere(clients.s3, variables.STAGING_BUCKET, keyOf(generation.runId));
    if (text !== undefined) return { runId: generation.runId, report: schema.parse(JSON.parse(text)) };
  }
  return undefined;
}
