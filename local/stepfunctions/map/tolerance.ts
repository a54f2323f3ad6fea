/** When a Map Run has failed too often. */
import type { MapState } from "../definition/asl.ts";
import { errorNames, StateFailure } from "../errors.ts";
import type { Flow } from "../states/flow.ts";
import type { StateCall } from "../states/state-call.ts";

export interface Tolerance {
  readonly count: number;
  readonly percentage: number;
  /** Whether there is a limit of this kind. */
  readonly byCount: boolean;
  readonly byPercentage: boolean;
}

/** @throws StateFailure States.Runtime when a field gives no number, or the number is out of range */
export async function readTolerance(state: MapState, flow: Flow, call: StateCall): Promise<Tolerance> {
  const count = (await flow.integer("ToleratedFailureCount")) ?? 0;
  if (count < 0) throw new StateFailure(errorNames.runtime, call.describe("ToleratedFailureCount cannot be negative."));
  const percentage = (await flow.number("ToleratedFailurePercentage")) ?? 0;
  if (percentage < 0 || percentage > 100) {
    throw new StateFailure(errorNames.runtime, call.describe("ToleratedFailurePercentage must be between 0 and 100."));
  }
  return {
    count,
    percentage,
    byCount: state.ToleratedFailureCount !== undefined || state.ToleratedFailureCountPath !== undefined,
    byPercentage: state.ToleratedFailurePercentage !== undefined || state.ToleratedFailurePercentagePath !== undefined,
  };
}

/** Whether so many failed items are too many; without a limit one is, and where both limits are given either may be exceeded. */
export function exceeds(tolerance: Tolerance, failed: number, total: number): boolean {
  if (!tolerance.byCount && !tolerance.byPercentage) return failed > 0;
  return exceedsLimit(tolerance, failed, total);
}

/** Whether so many failed items are more than a limit that is given. */
export function exceedsLimit({ count, percentage, byCount, byPercentage }: Tolerance, failed: number, total: number): boolean {
  if (failed === 0) return false;
  return (byCount && failed > count) || (byPercentage && (failed / total) * 100 > percentage);
}
