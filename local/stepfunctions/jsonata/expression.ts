/** Which texts are expressions: those that begin with `{%` and end with `%}`, without a space around. */
import { isObject } from "../json.ts";

/**
 * The expression inside `{% … %}`, or undefined when the value is anything else.
 *
 * @example
 * asExpression("{% $states.input %}"); // "$states.input"
 */
export function asExpression(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length < 4 || !value.startsWith("{%") || !value.endsWith("%}")) return undefined;
  return value.slice(2, -2).trim();
}

const known = new WeakMap<object, boolean>();

/** Whether there is an expression anywhere in a template; templates without one are handed on as they are. */
export function hasExpression(template: unknown): boolean {
  if (typeof template !== "object" || template === null) return asExpression(template) !== undefined;
  const before = known.get(template);
  if (before !== undefined) return before;
  const found = isObject(template) ? Object.values(template).some(hasExpression) : (template as unknown[]).some(hasExpression);
  known.set(template, found);
  return found;
}
