/** The Fail state: ends its machine with an error. */
import type { FailState } from "../definition/asl.ts";
import { errorNames, StateFailure } from "../errors.ts";
import { evaluateParameter } from "../expression.ts";
import { asExpression } from "../jsonata/index.ts";
import { evaluateExpression } from "../template.ts";
import type { Maybe } from "./flow.ts";
import { Query } from "./query.ts";
import type { StateCall } from "./state-call.ts";

export function runFail(state: FailState, call: StateCall): Maybe<never> {
  if (state.QueryLanguage === "JSONata") return failWith(state, call);
  throw new StateFailure(read(state.Error, state.ErrorPath, "ErrorPath", call), read(state.Cause, state.CausePath, "CausePath", call));
}

async function failWith(state: FailState, call: StateCall): Promise<never> {
  const query = new Query(call);
  const text = async (field: "Error" | "Cause"): Promise<string | undefined> => {
    const source = asExpression(state[field]);
    return source === undefined ? state[field] : ((await query.evaluate(source, field, "string")) as string);
  };
  throw new StateFailure(await text("Error"), await text("Cause"));
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
