/** Checks of fields that may hold expressions: each is read, and what Step Functions doesn't give is refused where it stands. */

import { isObject } from "../json.ts";
import { asExpression, compile, InvalidExpressionError } from "../jsonata/index.ts";
import type { Check } from "./checks.ts";
import type { Problems } from "./problems.ts";

/** A template: any text anywhere in it may be an expression. */
export const query: Check = (value, location, problems) => checkQuery(value, location, problems, false);

/** A template of a Catcher, which may read `$states.errorOutput`. */
export const catcherQuery: Check = (value, location, problems) => checkQuery(value, location, problems, true);

/** An expression, or what `literal` wants. */
export function orExpression(literal: Check): Check {
  return (value, location, problems) => {
    if (asExpression(value) === undefined) literal(value, location, problems);
    else query(value, location, problems);
  };
}

/** An expression or an array, whose items may be expressions. */
export const items: Check = (value, location, problems) => {
  if (!Array.isArray(value) && asExpression(value) === undefined)
    problems.schema("Expected value of type Array or JSONata expression", location);
  query(value, location, problems);
};

/** An object whose values may be expressions, or an expression for the whole. */
export const queryObject: Check = (value, location, problems) => {
  if (!isObject(value) && asExpression(value) === undefined)
    problems.schema("Expected value of type Object or JSONata expression", location);
  query(value, location, problems);
};

function checkQuery(value: unknown, location: string, problems: Problems, inCatcher: boolean): void {
  const source = asExpression(value);
  if (source !== undefined) checkExpression(source, location, problems, inCatcher);
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkQuery(item, `${location}[${index}]`, problems, inCatcher);
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) checkQuery(member, `${location}/${name}`, problems, inCatcher);
  }
}

function checkExpression(source: string, location: string, problems: Problems, inCatcher: boolean): void {
  try {
    const { topLevel, states } = compile(source);
    for (const name of topLevel) problems.unsupportedExpression(`Reference to '${name}' at the top level is not supported.`, location);
    if (!inCatcher && states.includes("errorOutput")) {
      problems.unsupportedExpression("Reference to '$states.errorOutput' is only supported in a Catch field.", location);
    }
  } catch (error) {
    if (!(error instanceof InvalidExpressionError)) throw error;
    problems.invalidExpression(error.message, location);
  }
}
