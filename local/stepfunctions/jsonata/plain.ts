/** Results of expressions as plain JSON: what JSON can't hold is refused, never dropped. */
import { isObject, type JsonObject, setMember } from "../json.ts";

/** A function, a regular expression, a number that isn't finite, or nothing, somewhere in a result. */
export class UnsupportedResultError extends Error {
  override readonly name = "UnsupportedResultError";
}

/**
 * A copy without the marks that the jsonata package leaves on arrays.
 *
 * @throws UnsupportedResultError
 */
export function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = new Array<unknown>(value.length);
    for (let index = 0; index < value.length; index += 1) items[index] = toPlain(value[index]);
    return items;
  }
  if (isObject(value)) return plainObject(value);
  if (typeof value === "string" || typeof value === "boolean" || value === null || Number.isFinite(value)) return value;
  throw new UnsupportedResultError(typeof value);
}

function plainObject(value: JsonObject): JsonObject {
  if (isFunction(value)) throw new UnsupportedResultError("function");
  const copy: JsonObject = {};
  for (const name of Object.keys(value)) setMember(copy, name, toPlain(value[name]));
  return copy;
}

/** The package's functions are objects; data that only looks like one is data. */
function isFunction({ implementation, environment, _jsonata_lambda, _jsonata_function }: JsonObject): boolean {
  if (_jsonata_function === true) return typeof implementation === "function";
  return _jsonata_lambda === true && isObject(environment) && typeof environment.lookup === "function";
}

/** The name that AWS's messages have for the type of a JSON value. */
export function typeName(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}
