/** The Wait state: sleeps for some seconds, or until a moment. */
import { isTimestamp } from "../comparisons.ts";
import { applyInputPath, applyOutputPath } from "../data-flow.ts";
import type { WaitState } from "../definition/asl.ts";
import { errorNames, StateFailure } from "../errors.ts";
import { evaluate } from "../expression.ts";
import { maxWaitSeconds } from "../quotas.ts";
import type { Outcome, StateCall } from "./state-call.ts";

export async function runWait(state: WaitState, call: StateCall): Promise<Outcome> {
  const input = applyInputPath(state.InputPath, call.on(call.input.value));
  const { clock } = call.scope.execution.runtime;
  const seconds = duration(state, input, call);
  if (seconds > maxWaitSeconds) throw runtimeFailure(call, "Wait state delay is too long.");
  await clock.sleep(Math.max(seconds, 0), "wait", call.scope.signal);
  return { output: applyOutputPath(state.OutputPath, call.on(input)), next: state.Next };
}

function duration(state: WaitState, input: unknown, call: StateCall): number {
  if (state.Seconds !== undefined) return state.Seconds;
  if (state.SecondsPath !== undefined) return secondsAt(state.SecondsPath, input, call);
  const moment = state.Timestamp ?? timestampAt(state.TimestampPath ?? "$", input, call);
  return (Date.parse(moment) - call.scope.execution.runtime.clock.now()) / 1000;
}

function secondsAt(path: string, input: unknown, call: StateCall): number {
  const value = find(path, input, call);
  if (value === undefined) throw runtimeFailure(call, `The SecondsPath parameter does not reference an input value: ${path}`);
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw runtimeFailure(call, `The SecondsPath parameter cannot be parsed as a long value: ${path} == ${shown(value)}`);
  }
  if (value < 0) throw runtimeFailure(call, `The SecondsPath parameter references a negative value: ${path} == ${value}`);
  return value;
}

function timestampAt(path: string, input: unknown, call: StateCall): string {
  const value = find(path, input, call);
  if (value === undefined) throw runtimeFailure(call, `The TimestampPath parameter does not reference an input value: ${path}`);
  if (typeof value === "string" && isTimestamp(value)) return value;
  throw runtimeFailure(
    call,
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${path} == ${shown(value)}`,
  );
}

function find(path: string, input: unknown, call: StateCall): unknown {
  try {
    return evaluate(path, call.on(input));
  } catch {
    return undefined;
  }
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function runtimeFailure(call: StateCall, detail: string): StateFailure {
  return new StateFailure(errorNames.runtime, call.describe(detail));
}
