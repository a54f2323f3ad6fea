/** The Succeed state: ends its machine well. */
import type { SucceedState } from "../definition/asl.ts";
import { flowOf, type Maybe } from "./flow.ts";
import type { Outcome, StateCall } from "./state-call.ts";

export function runSucceed(state: SucceedState, call: StateCall): Maybe<Outcome> {
  return flowOf(state, call).pass(undefined);
}
