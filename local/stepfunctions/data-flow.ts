/** The way of data through a state: InputPath, Parameters, ResultSelector, ResultPath, OutputPath. */
import { parsePath, referenceKeys } from "../../workflows/kit/jsonpath/index.ts";
import { errorNames, StateFailure } from "./errors.ts";
import { type Environment, evaluateField } from "./expression.ts";
import { isObject, setMember } from "./json.ts";
import { fillTemplate } from "./template.ts";

/** What InputPath leaves of the state's input; `null` gives `{}`. */
export function applyInputPath(path: string | null | undefined, environment: Environment): unknown {
  if (path === undefined || path === "$") return environment.input;
  return path === null ? {} : evaluateField(path, environment);
}

/** What Parameters make of it; the whole when there are none. */
export function applyParameters(parameters: unknown, environment: Environment): unknown {
  return parameters === undefined ? environment.input : fillTemplate(parameters, environment);
}

/** What OutputPath leaves; `null` gives `{}`. */
export function applyOutputPath(path: string | null | undefined, environment: Environment): unknown {
  return applyInputPath(path, environment);
}

/**
 * Puts a result into the state's input, as ResultPath says; `null` drops the result.
 *
 * @throws StateFailure States.ResultPathMatchFailure when the input has no room there
 * @example
 * applyResultPath("$.mask", { id: 1 }, { rows: 3 }, describe); // { id: 1, mask: { rows: 3 } }
 */
export function applyResultPath(path: string | null | undefined, input: unknown, result: unknown, environment: Environment): unknown {
  if (path === undefined || path === "$") return result;
  if (path === null) return input;
  const keys = referenceKeys(parsePath(path));
  if (keys === undefined) throw mismatch(path, input, environment);
  return place(input, keys, 0, result, () => mismatch(path, input, environment));
}

/** Copies only the objects on the way; everything beside it is shared, since nobody changes data. */
function place(target: unknown, keys: readonly (string | number)[], at: number, result: unknown, fail: () => StateFailure): unknown {
  const key = keys[at];
  if (key === undefined) return result;
  if (typeof key === "number") {
    if (!Array.isArray(target) || key < 0 || key >= target.length) throw fail();
    const copy = [...target];
    copy[key] = place(target[key], keys, at + 1, result, fail);
    return copy;
  }
  if (target !== undefined && !isObject(target)) throw fail();
  const copy = { ...target };
  setMember(copy, key, place(Object.hasOwn(copy, key) ? copy[key] : undefined, keys, at + 1, result, fail));
  return copy;
}

function mismatch(path: string, input: unknown, environment: Environment): StateFailure {
  return new StateFailure(
    errorNames.resultPath,
    environment.describe(`Unable to apply step "${path.replace(/^\$\.?/, "")}" to input ${JSON.stringify(input)}`),
  );
}
