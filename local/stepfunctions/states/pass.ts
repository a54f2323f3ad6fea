/** The Pass state: hands its input on, shaped. */
import type { PassState } from "../definition/asl.ts";
import { flowOf, type Maybe } from "./flow.ts";
import type { Outcome, StateCall } from "./state-call.ts";

export function runPass(state: PassState, call: StateCall): Maybe<Outcome> {
  const flow = flowOf(state, call);
  if (state.QueryLanguage === "JSONata") return flow.pass(state.Next);
  if (state.Result === undefined) return flow.finish(flow.payload());
  call.scope.inspect?.("result", state.Result);
  return flow.finish(state.Result);
}
