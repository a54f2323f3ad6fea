/** The faults of the Automation document: every step fails, is cancelled, times out; a script's process dies. */
import { allSteps, committedDocument } from "./document.ts";
import type { Fault, StepDisturbance } from "./fault.ts";

/** The faults of all steps. */
export function stepFaults(): Fault[] {
  const { name: group, source } = committedDocument();
  return allSteps(source.mainSteps).flatMap(({ name: step, action }) => {
    const ways: StepDisturbance["way"][] = ["failed", "timed out", "cancelled"];
    if (action === "aws:executeScript") ways.push("killed");
    return ways.map((way) => ({
      name: `${group}/${step}/${way}`,
      group,
      place: step,
      way,
      disturbance: { kind: "step", step, way } as const,
    }));
  });
}
