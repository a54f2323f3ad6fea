/** Compares what was staged with the manifest: every object has become exactly one thing. */
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { readHeld } from "../../shared/control/index.ts";
import { countObjects, missingObjects } from "../../shared/object-counts.ts";
import type { SyncContext } from "../context.ts";
import type { check } from "../contract.ts";

/** The operation; a service that is held back is not counted. */
export function checkOperation(context: SyncContext): Operation<typeof check> {
  return async ({ runId }, raise) => {
    const byService = await countObjects(context.clients.s3, context.variables, runId);
    const held = await readHeld(context.control, runId);
    const total = { objects: 0, copied: 0, masked: 0, dropped: 0 };
    for (const [service, counts] of byService) {
      if (held.has(service)) continue;
      const problem = missingObjects(counts);
      if (problem !== undefined) return raise("S3.Incomplete", `Service ${service}: ${problem}. Start the run again.`);
      total.objects += counts.listed;
      for (const name of ["copied", "masked", "dropped"] as const) total[name] += counts[name];
    }
    return total;
  };
}
