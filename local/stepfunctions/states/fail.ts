/** The Fail state: ends its machine with an error. */
import type { FailState } from "../definition/asl.ts";
import { errorNames, StateFailure } from "../errors.ts";
import { evaluateParameter } from "../expression.ts";
import { evaluateExpression } from "../template.ts";
import type { StateCall } from "./state-call.ts";

export function runFail(state: FailState, call: StateCall): never {
  throw new StateFailure(read(state.Error, state.ErrorPath, "ErrorPath", call), read(state.Cause, state.CausePath, "CausePath", call));
}

function read(literal: string | undefined, path: string | undefined, field: string, call: StateCall): string | undefined {
  if (path === undefined) return literal;
  const environment = call.on(call.input.value);
  const value = path.startsWith("$")
    ? evaluateParameter(path, field, environment, errorNames.runtime)
    : evaluateExpression(path, field, environment);
  if (typeof value === "string") return value;
  throw new StateFailure(
    errorNames.runtime,
    call.describe(`The ${field} field refers to value "${JSON.stringify(value)}" which is not a string: ${path}`),
  );
}
