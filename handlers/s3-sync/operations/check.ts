/** Compares what was staged with the manifest: every object has become exactly one thing, under a key of its own. */
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { holdService, readHeld } from "../../shared/control/index.ts";
import { quarantine } from "../../shared/layout.ts";
import { maskingKeys } from "../../shared/masking-keys.ts";
import { countObjects, missingObjects } from "../../shared/object-counts.ts";
import { readLines } from "../../shared/objects.ts";
import { rulesOfRun } from "../../shared/rules-store.ts";
import type { SyncContext } from "../context.ts";
import type { check } from "../contract.ts";
import { ManifestLine } from "../contract.ts";
import { EqualKeys } from "../equal-keys.ts";

/** The operation; a service that is held back is not counted, and one with two objects of one key is held. */
export function checkOperation(context: SyncContext): Operation<typeof check> {
  return async ({ runId }, raise) => {
    const { s3, kms } = context.clients;
    const { QUARANTINE_BUCKET, STAGING_BUCKET, MASKING_KEY_ID } = context.variables;
    const equal = new EqualKeys(await rulesOfRun(s3, STAGING_BUCKET, runId), await maskingKeys(kms, MASKING_KEY_ID));
    for await (const line of readLines(s3, QUARANTINE_BUCKET, quarantine.manifest(runId))) equal.add(ManifestLine.parse(JSON.parse(line)));
    for (const [service, count] of equal.find()) {
      const why = `masking made the keys of ${count} objects equal to others`;
      await holdService(context.control, runId, service, `${why}; give object_key a rule with more room, such as {{hash}}`);
    }
    const byService = await countObjects(s3, context.variables, runId);
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
