/** The intrinsic functions, `States.Format(…)` and its 17 siblings: parse, evaluate the arguments, call. */
import { errorNames, StateFailure } from "../errors.ts";
import { type Environment, evaluateParameter } from "../expression.ts";
import { intrinsicFunctions } from "./functions.ts";
import { type Argument, type IntrinsicCall, parseIntrinsic } from "./parse.ts";

export { intrinsicFunctions } from "./functions.ts";
export { IntrinsicSyntaxError, parseIntrinsic, pathsOf } from "./parse.ts";

/**
 * Evaluates an intrinsic function call.
 *
 * @param field the member that holds it, for messages
 * @throws StateFailure States.IntrinsicFailure
 * @example
 * evaluateIntrinsic("States.Format('{}-{}', $.a, 1)", "name.$", environment);
 */
export function evaluateIntrinsic(text: string, field: string, environment: Environment): unknown {
  return call(parseIntrinsic(text), text, field, environment);
}

function call({ name, parameters }: IntrinsicCall, text: string, field: string, environment: Environment): unknown {
  const values = parameters.map((argument) => argumentValue(argument, text, field, environment));
  const body = intrinsicFunctions.get(name);
  if (body === undefined) throw failure(`The function ${name} does not exist`, text, environment);
  try {
    return body(values);
  } catch (error) {
    if (error instanceof StateFailure) throw error;
    throw failure(error instanceof Error ? error.message : String(error), text, environment);
  }
}

function argumentValue(argument: Argument, text: string, field: string, environment: Environment): unknown {
  switch (argument.kind) {
    case "literal":
      return argument.value;
    case "path":
      return evaluateParameter(argument.text, field, environment);
    case "call":
      return call(argument.call, text, field, environment);
  }
}

function failure(problem: string, text: string, environment: Environment): StateFailure {
  return new StateFailure(errorNames.intrinsic, environment.describe(`${problem}. The intrinsic function was: ${text}`));
}
