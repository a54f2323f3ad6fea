/** Checks Choice rules: one operator each, a Variable, and Next at the top only. */
import { isOperator, typeTests } from "../choice-rules.ts";
import { isObject, type JsonObject } from "../json.ts";
import { type Check, flag, number, path, referencePath, text, timestamp } from "./checks.ts";
import type { Problems } from "./problems.ts";

const combinations = ["And", "Or", "Not"];

/** The `Next` targets, with their places, for the check of transitions. */
export function checkChoices(choices: unknown, location: string, problems: Problems, target: (name: unknown, at: string) => void): void {
  if (!Array.isArray(choices)) {
    problems.schema("Expected value of type Array", location);
    return;
  }
  if (choices.length === 0) problems.schema("Value cannot be empty", location);
  choices.forEach((rule, index) => {
    const at = `${location}[${index}]`;
    if (!isObject(rule)) {
      problems.schema("Expected value of type Object", at);
      return;
    }
    if (rule.Next === undefined) problems.schema("The field 'Next' is required but was missing", at);
    else target(rule.Next, `${at}/Next`);
    checkRule(rule, at, problems);
  });
}

function checkRule(rule: JsonObject, location: string, problems: Problems): void {
  if (rule.Condition !== undefined || rule.Assign !== undefined || rule.Output !== undefined) {
    problems.unsupported("Condition, Assign or Output in a Choice rule (JSONata, variables)", location);
    return;
  }
  const names = Object.keys(rule).filter((name) => !["Next", "Comment", "Variable"].includes(name));
  const [operator] = names;
  if (operator === undefined || names.length > 1) {
    problems.schema(names.length > 1 ? "A Choice rule can have only one operator" : "A Choice rule needs an operator", location);
  } else if (combinations.includes(operator)) {
    checkCombination(operator, rule[operator], location, problems);
  } else if (!isOperator(operator)) {
    problems.schema(`Field '${operator}' is not supported`, location);
  } else {
    if (rule.Variable === undefined) problems.schema("The field 'Variable' is required but was missing", location);
    else path(rule.Variable, `${location}/Variable`, problems);
    operandCheck(operator)(rule[operator], `${location}/${operator}`, problems);
  }
}

function checkCombination(operator: string, inner: unknown, location: string, problems: Problems): void {
  const at = `${location}/${operator}`;
  if (operator === "Not") {
    if (isObject(inner)) checkRule(inner, at, problems);
    else problems.schema("Expected value of type Object", at);
    return;
  }
  if (!Array.isArray(inner) || inner.length === 0) {
    problems.schema("Expected a non-empty Array", at);
    return;
  }
  inner.forEach((rule, index) => {
    if (isObject(rule)) checkRule(rule, `${at}[${index}]`, problems);
    else problems.schema("Expected value of type Object", `${at}[${index}]`);
  });
}

function operandCheck(operator: string): Check {
  if (operator === "IsPresent" || operator === "BooleanEquals" || typeTests.has(operator)) return flag;
  if (operator.endsWith("Path")) return referencePath;
  if (operator.startsWith("Numeric")) return number(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  return operator.startsWith("Timestamp") ? timestamp : text;
}
