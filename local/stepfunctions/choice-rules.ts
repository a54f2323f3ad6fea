/** Choice rules: which of them holds for an input. */
import { PathNotFoundError } from "../../workflows/kit/jsonpath/index.ts";
import { compareValues, isTimestamp, matchesGlob, type Order } from "./comparisons.ts";
import { errorNames, StateFailure } from "./errors.ts";
import { type Environment, evaluate } from "./expression.ts";
import { isObject, type JsonObject } from "./json.ts";

const comparison = /^(String|Numeric|Timestamp|Boolean)(Equals|LessThanEquals|LessThan|GreaterThanEquals|GreaterThan)(Path)?$/;

/** Operators that take true or false, by what they ask of the value. */
export const typeTests: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ["IsNull", (value: unknown) => value === null],
  ["IsString", (value: unknown) => typeof value === "string"],
  ["IsNumeric", (value: unknown) => typeof value === "number"],
  ["IsBoolean", (value: unknown) => typeof value === "boolean"],
  ["IsTimestamp", (value: unknown) => typeof value === "string" && isTimestamp(value)],
]);

/** Whether the name is one of the comparison operators of Choice rules. */
export function isOperator(name: string): boolean {
  return comparison.test(name)
    ? !name.startsWith("Boolean") || /^BooleanEquals(Path)?$/.test(name)
    : name === "IsPresent" || name === "StringMatches" || typeTests.has(name);
}

/**
 * Whether a rule holds.
 *
 * @throws StateFailure States.Runtime when its Variable leads nowhere (but for IsPresent)
 */
export function choiceHolds(rule: JsonObject, environment: Environment): boolean {
  if (Array.isArray(rule.And)) return rule.And.every((inner) => isObject(inner) && choiceHolds(inner, environment));
  if (Array.isArray(rule.Or)) return rule.Or.some((inner) => isObject(inner) && choiceHolds(inner, environment));
  if (isObject(rule.Not)) return !choiceHolds(rule.Not, environment);
  return comparisonHolds(rule, environment);
}

function comparisonHolds(rule: JsonObject, environment: Environment): boolean {
  const operator = Object.keys(rule).find(isOperator);
  if (operator === undefined) return false;
  const expected = rule[operator];
  const variable = String(rule.Variable);
  if (operator === "IsPresent") return present(variable, environment) === expected;
  const value = variableValue(variable, environment);
  const test = typeTests.get(operator);
  if (test !== undefined) return test(value) === expected;
  if (operator === "StringMatches") return typeof value === "string" && matchesGlob(value, String(expected));
  const [, type = "", order = "", path] = comparison.exec(operator) ?? [];
  const other = path === undefined ? expected : variableValue(String(expected), environment);
  return compareValues(type as "String" | "Numeric" | "Timestamp" | "Boolean", order as Order, value, other);
}

function present(variable: string, environment: Environment): boolean {
  try {
    evaluate(variable, environment);
    return true;
  } catch (error) {
    if (error instanceof PathNotFoundError) return false;
    throw error;
  }
}

function variableValue(variable: string, environment: Environment): unknown {
  try {
    return evaluate(variable, environment);
  } catch (error) {
    if (!(error instanceof PathNotFoundError)) throw error;
    throw new StateFailure(
      errorNames.runtime,
      environment.describe(`Invalid path '${variable}': The choice state's condition path references an invalid value.`),
    );
  }
}
