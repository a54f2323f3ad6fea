/** The Wait state: sleeps for some seconds, or until a moment. */
import { isTimestamp } from "../comparisons.ts";
import { applyInputPath } from "../data-flow.ts";
import type { WaitState } from "../definition/asl.ts";
import { errorNames, QueryFailure, StateFailure } from "../errors.ts";
import { evaluate } from "../expression.ts";
import { asExpression } from "../jsonata/index.ts";
import { maxWaitSeconds } from "../quotas.ts";
import { flowOf } from "./flow.ts";
import { Query } from "./query.ts";
import type { Outcome, StateCall } from "./state-call.ts";

export async function runWait(state: WaitState, call: StateCall): Promise<Outcome> {
  const { clock } = call.scope.execution.runtime;
  const seconds = state.QueryLanguage === "JSONata" ? await queried(state, call) : duration(state, call);
  if (seconds > maxWaitSeconds) throw runtimeFailure(call, "Wait state delay is too long.");
  await clock.sleep(Math.max(seconds, 0), "wait", call.scope.signal);
  return flowOf(state, call).pass(state.Next);
}

async function queried(state: WaitState, call: StateCall): Promise<number> {
  const refuse = (detail: string, field: string): QueryFailure => new QueryFailure(call.describe(detail), field, call.enteredId);
  if (state.Seconds !== undefined) {
    const seconds = await flowOf(state, call).integer("Seconds");
    if (seconds !== undefined && seconds >= 0) return seconds;
    throw refuse(`The Seconds field must not be negative but was: ${seconds}`, "Seconds");
  }
  const source = asExpression(state.Timestamp);
  const moment = source === undefined ? state.Timestamp : await new Query(call).evaluate(source, "Timestamp", "string");
  if (typeof moment === "string" && isTimestamp(moment)) return secondsUntil(moment, call);
  throw refuse(
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${String(moment)}`,
    "Timestamp",
  );
}

function duration(state: WaitState, call: StateCall): number {
  if (typeof state.Seconds === "number") return state.Seconds;
  const input = applyInputPath(state.InputPath, call.on(call.input.value));
  if (state.SecondsPath !== undefined) return secondsAt(state.SecondsPath, input, call);
  return secondsUntil(state.Timestamp ?? timestampAt(state.TimestampPath ?? "$", input, call), call);
}

function secondsUntil(moment: string, call: StateCall): number {
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
