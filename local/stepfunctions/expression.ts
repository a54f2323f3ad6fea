/** What expressions are evaluated on: an input, the context object, and how their failures are worded. */
import { evaluatePath, PathNotFoundError, parsePath } from "../../workflows/kit/jsonpath/index.ts";
import { errorNames, StateFailure } from "./errors.ts";
import type { JsonObject } from "./json.ts";
import type { Variables } from "./variables.ts";

export interface Environment {
  /** What `$` stands for. */
  readonly input: unknown;
  /** What `$$` stands for. */
  context(): JsonObject;
  /** What `$name` stands for. */
  readonly variables: Variables;
  /** Puts AWS's `An error occurred while executing the state …` in front. */
  describe(detail: string): string;
}

/**
 * Evaluates a path: `$…`, `$$…` or `$name…`.
 *
 * @throws PathNotFoundError when a definite path leads nowhere, or the variable has no value
 */
export function evaluate(text: string, environment: Environment): unknown {
  const path = parsePath(text);
  switch (path.root.kind) {
    case "input":
      return evaluatePath(path, environment.input);
    case "context":
      return evaluatePath(path, environment.context());
    case "variable":
      return evaluatePath(path, variableValue(path.root.name, environment));
  }
}

function variableValue(name: string, { variables }: Environment): unknown {
  const data = variables.get(name);
  if (data === undefined) throw new PathNotFoundError(`The variable '$${name}' has no value`);
  return data.value;
}

/**
 * Evaluates a path field of a state, `InputPath` or `TimeoutSecondsPath`.
 *
 * @throws StateFailure States.Runtime when it leads nowhere
 */
export function evaluateField(text: string, environment: Environment): unknown {
  try {
    return evaluate(text, environment);
  } catch (error) {
    if (!(error instanceof PathNotFoundError)) throw error;
    throw new StateFailure(errorNames.runtime, environment.describe(`Invalid path '${text}' : ${error.message}`));
  }
}

/**
 * Evaluates a path that a payload template or an intrinsic names.
 *
 * @param field the member that holds it, for the message
 * @throws StateFailure States.ParameterPathFailure (or another name given) when it leads nowhere
 */
export function evaluateParameter(text: string, field: string, environment: Environment, name: string = errorNames.parameterPath): unknown {
  try {
    return evaluate(text, environment);
  } catch (error) {
    if (!(error instanceof PathNotFoundError)) throw error;
    const input = JSON.stringify(environment.input);
    throw new StateFailure(
      name,
      environment.describe(`The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${input}'`),
    );
  }
}
