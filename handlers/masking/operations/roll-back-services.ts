/** Points every service that this run has switched back at what it had before. */
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { changeGeneration, changeRun, readPrevious } from "../../shared/control/index.ts";
import { readPointers, writePointer } from "../../shared/pointers.ts";
import type { rollBackServices } from "../contract.ts";
import { announce } from "./announce.ts";
import type { MaskingContext } from "./context.ts";

/** The operation. It tries all services before it fails; a service that points elsewhere by now is left alone. */
export function rollBackServicesOperation(context: MaskingContext): Operation<typeof rollBackServices> {
  return async ({ environment, runId }, raise) => {
    const { variables, clients, control } = context;
    const [previous, pointers] = await Promise.all([readPrevious(control, runId), readPointers(clients.ssm, environment)]);
    // Until its objects are back too, the run is inside the switch.
    await changeRun(control, runId, "switching", ["live"]);
    await changeGeneration(control, runId, { status: "staged" });
    const failures: string[] = [];
    let rolledBack = 0;
    for (const [service, pointer] of previous) {
      if (pointers.get(service)?.run !== runId) continue;
      try {
        await writePointer(clients.ssm, environment, service, pointer);
        rolledBack++;
        await announce(clients.sns, variables.DATA_TOPIC_ARN, { environment, service, run: pointer.run, event: "data-rolled-back" });
      } catch (error) {
        failures.push(`${service} (${(error as Error).name})`);
      }
    }
    if (failures.length > 0)
      return raise(
        "Refresh.RollBackFailed",
        `These services still point at run ${runId}, or were not told: ${failures.join(", ")}. Repeat the roll back.`,
      );
    return { rolledBack };
  };
}
