/** When a Map Run has failed too often. */
import type { MapState } from "../definition/asl.ts";
import { errorNames, StateFailure } from "../errors.ts";
import { evaluateField } from "../expression.ts";
import { integerAt, notNumber } from "../states/map.ts";
import type { StateCall } from "../states/state-call.ts";

export interface Tolerance {
  readonly count: number;
  readonly percentage: number;
}

/** @throws StateFailure States.Runtime when a path leads to no number, or the number is out of range */
export function readTolerance(state: MapState, input: unknown, call: StateCall): Tolerance {
  const count =
    state.ToleratedFailureCountPath === undefined
      ? (state.ToleratedFailureCount ?? 0)
      : integerAt(state.ToleratedFailureCountPath, "ToleratedFailureCountPath", input, call);
  if (count < 0) throw new StateFailure(errorNames.runtime, call.describe("ToleratedFailureCount cannot be negative."));
  const percentage = percentageOf(state, input, call);
  if (percentage < 0 || percentage > 100) {
    throw new StateFailure(errorNames.runtime, call.describe("ToleratedFailurePercentage must be between 0 and 100."));
  }
  return { count, percentage };
}

function percentageOf(state: MapState, input: unknown, call: StateCall): number {
  const path = state.ToleratedFailurePercentagePath;
  if (path === undefined) return state.ToleratedFailurePercentage ?? 0;
  const value = evaluateField(path, call.on(input));
  if (typeof value === "number") return value;
  throw notNumber("ToleratedFailurePercentagePath", value, "float", path, call);
}

/** Whether so many failed items are too many; where both limits are given, either may be exceeded. */
export function exceeds(state: MapState, tolerance: Tolerance, failed: number, total: number): boolean {
  if (failed === 0) return false;
  const byCount = state.ToleratedFailureCount !== undefined || state.ToleratedFailureCountPath !== undefined;
  const byPercentage = state.ToleratedFailurePercentage !== undefined || state.ToleratedFailurePercentagePath !== undefined;
  if (!byCount && !byPercentage) return true;
  return (byCount && failed > tolerance.count) || (byPercentage && (failed / total) * 100 > tolerance.percentage);
}
