/** Checks of single fields; each reports what it finds with the field's place. */
import { type Path, parsePath, referenceKeys } from "../../../workflows/kit/jsonpath/index.ts";
import { isTimestamp } from "../comparisons.ts";
import { intrinsicFunctions, parseIntrinsic } from "../intrinsics/index.ts";
import { isObject } from "../json.ts";
import type { Problems } from "./problems.ts";

export type Check = (value: unknown, location: string, problems: Problems) => void;

export const anything: Check = () => undefined;

export const text: Check = (value, location, problems) => {
  if (typeof value !== "string") problems.schema("Expected value of type String", location);
};

export const flag: Check = (value, location, problems) => {
  if (typeof value !== "boolean") problems.schema("Expected value of type Boolean", location);
};

export const object: Check = (value, location, problems) => {
  if (!isObject(value)) problems.schema("Expected value of type Object", location);
};

export function integer(least: number, most = 99_999_999): Check {
  return (value, location, problems) => {
    if (typeof value !== "number" || !Number.isInteger(value)) problems.schema("Expected value of type Integer", location);
    else if (value < least || value > most) problems.schema(`Value must be between ${least} and ${most}`, location);
  };
}

export function number(least: number, most: number): Check {
  return (value, location, problems) => {
    if (typeof value !== "number") problems.schema("Expected value of type Number", location);
    else if (value < least || value > most) problems.schema(`Value must be between ${least} and ${most}`, location);
  };
}

export function oneOf(...values: readonly string[]): Check {
  return (value, location, problems) => {
    if (typeof value !== "string" || !values.includes(value)) problems.schema(`Value must be one of [${values.join(", ")}]`, location);
  };
}

export const timestamp: Check = (value, location, problems) => {
  if (typeof value !== "string" || !isTimestamp(value)) problems.schema("String does not match RFC3339 timestamp", location);
};

/** A path into the input, the context object or a variable. */
export const path: Check = (value, location, problems) => {
  if (typeof value !== "string") problems.schema("Expected value of type String", location);
  else checkPath(value, location, problems);
};

/** A path, or null. */
export const pathOrNull: Check = (value, location, problems) => {
  if (value !== null) path(value, location, problems);
};

/** A reference path into the state's own data, as ResultPath wants it; or null. */
export const resultPath: Check = (value, location, problems) => {
  if (typeof value === "string" && /^\$[^.[]/.test(value)) problems.schema("Value is not a Reference Path", location);
  else referencePath(value, location, problems);
};

/** A path of names and indexes only; or null. */
export const referencePath: Check = (value, location, problems) => {
  if (value === null) return;
  if (typeof value !== "string") {
    problems.schema("Expected value of type String", location);
    return;
  }
  const parsed = checkPath(value, location, problems);
  if (parsed !== undefined && referenceKeys(parsed) === undefined) problems.schema("Value is not a Reference Path", location);
};

/** A path or an intrinsic function call, as ErrorPath takes them. */
export const expression: Check = (value, location, problems) => {
  if (typeof value !== "string" || !isExpression(value)) {
    problems.schema("Value is not a valid JSONPath or intrinsic function call", location);
  }
};

/** A payload template: every member ending in `.$` is an expression. */
export const template: Check = (value, location, problems) => {
  if (Array.isArray(value)) {
    for (const item of value) template(item, location, problems);
    return;
  }
  if (!isObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (!name.endsWith(".$")) template(member, location, problems);
    else if (typeof member !== "string" || !isExpression(member)) {
      problems.schema(`The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`, location);
    }
  }
};

function isExpression(value: string): boolean {
  try {
    if (value.startsWith("$")) {
      parsePath(value);
      return true;
    }
    const call = parseIntrinsic(value);
    return namesOf(call).every((name) => intrinsicFunctions.has(name));
  } catch {
    return false;
  }
}

function namesOf(call: ReturnType<typeof parseIntrinsic>): string[] {
  return [call.name, ...call.parameters.flatMap((argument) => (argument.kind === "call" ? namesOf(argument.call) : []))];
}

function checkPath(value: string, location: string, problems: Problems): Path | undefined {
  try {
    return parsePath(value);
  } catch {
    problems.schema("Value is not a valid JSONPath", location);
    return undefined;
  }
}
