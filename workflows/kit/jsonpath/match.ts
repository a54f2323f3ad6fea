/** Decides whether an element passes a filter; a missing path makes every comparison false. */
import { isDeepStrictEqual } from "node:util";
import { RE2JS } from "re2js";
import type { Comparison, FilterExpression, Operand } from "./ast.ts";
import { PathNotFoundError } from "./errors.ts";
import { evaluatePath } from "./evaluate.ts";

const missing = Symbol("missing");
const patterns = new Map<string, RE2JS>();

/** Whether `element` passes; `root` is what `$` stands for inside the filter. */
export function matches(expression: FilterExpression, element: unknown, root: unknown): boolean {
  switch (expression.kind) {
    case "and":
      return matches(expression.left, element, root) && matches(expression.right, element, root);
    case "or":
      return matches(expression.left, element, root) || matches(expression.right, element, root);
    case "not":
      return !matches(expression.expression, element, root);
    case "exists":
      return resolve(expression.operand, element, root) !== missing;
    case "compare":
      return compare(expression.operator, expression.left, expression.right, element, root);
  }
}

function compare(operator: Comparison, left: Operand, right: Operand, element: unknown, root: unknown): boolean {
  const value = resolve(left, element, root);
  if (operator === "=~") return right.kind === "pattern" && typeof value === "string" && pattern(right).matches(value);
  const other = resolve(right, element, root);
  if (operator === "!=") return !isDeepStrictEqual(value, other);
  if (value === missing || other === missing) return false;
  return compareValues(operator, value, other);
}

function compareValues(operator: Comparison, value: unknown, other: unknown): boolean {
  switch (operator) {
    case "==":
      return isDeepStrictEqual(value, other);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return ordered(operator, value, other);
    case "in":
      return includes(other, value);
    case "nin":
      return Array.isArray(other) && !includes(other, value);
    case "subsetof":
      return Array.isArray(value) && value.every((item) => includes(other, item));
    case "anyof":
      return Array.isArray(value) && value.some((item) => includes(other, item));
    case "noneof":
      return Array.isArray(value) && !value.some((item) => includes(other, item));
    case "contains":
      return typeof value === "string" ? typeof other === "string" && value.includes(other) : includes(value, other);
    case "size":
      return (Array.isArray(value) || typeof value === "string") && value.length === other;
    case "empty":
      return (Array.isArray(value) || typeof value === "string") && (value.length === 0) === other;
    default:
      return false;
  }
}

function ordered(operator: "<" | "<=" | ">" | ">=", value: unknown, other: unknown): boolean {
  const comparable = (typeof value === "number" && typeof other === "number") || (typeof value === "string" && typeof other === "string");
  if (!comparable) return false;
  const [a, b] = [value as number, other as number];
  if (operator === "<") return a < b;
  if (operator === "<=") return a <= b;
  return operator === ">" ? a > b : a >= b;
}

function includes(list: unknown, value: unknown): boolean {
  return Array.isArray(list) && list.some((item) => isDeepStrictEqual(item, value));
}

function resolve(operand: Operand, element: unknown, root: unknown): unknown {
  if (operand.kind === "value") return operand.value;
  if (operand.kind === "pattern") return missing;
  try {
    return evaluatePath(operand.path, operand.relative ? element : root);
  } catch (error) {
    if (error instanceof PathNotFoundError) return missing;
    throw error;
  }
}

/** Patterns run in linear time, since both pattern and text come from outside. */
function pattern(operand: { source: string; ignoreCase: boolean }): RE2JS {
  const key = `${operand.ignoreCase ? "i" : ""}/${operand.source}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const compiled = RE2JS.compile(operand.source, operand.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  if (patterns.size > 1_000) patterns.clear();
  patterns.set(key, compiled);
  return compiled;
}
