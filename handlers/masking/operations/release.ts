/** Marks the runs that were cleaned up, forgets generations that are gone, and releases the lock. */
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import {
  changeGeneration,
  changeRun,
  expireRun,
  forgetCleanUp,
  forgetGeneration,
  readCleanUp,
  releaseLock,
} from "../../shared/control/index.ts";
import type { release } from "../contract.ts";
import type { MaskingContext } from "./context.ts";

/** The operation: a clean-up's last one. A live run stays live, one inside the switch stays there. */
export function releaseOperation(context: MaskingContext): Operation<typeof release> {
  return async ({ runId }) => {
    const { control } = context;
    const { cleaned, deleted } = await readCleanUp(control, runId);
    for (const run of cleaned) {
      await changeGeneration(control, run, { cleaned: true });
      await changeRun(control, run, "cleaned", ["running", "failed"]);
    }
    for (const run of deleted) {
      await expireRun(control, run, context.now());
      await forgetGeneration(control, run);
    }
    await forgetCleanUp(control, runId);
    return { released: runId !== "" && (await releaseLock(control, runId)) };
  };
}
