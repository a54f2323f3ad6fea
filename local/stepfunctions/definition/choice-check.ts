/** Checks Choice rules: one operator each, a Variable, and Next at the top only. */
import { isOperator, typeTests } from "../choice-rules.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { QueryLanguage } from "./asl.ts";
import { assign } from "./assign-check.ts";
import { type Check, flag, number, path, referencePath, text, timestamp } from "./checks.ts";
import type { Problems } from "./problems.ts";
import { orExpression, query } from "./query-checks.ts";

const combinations = ["And", "Or", "Not"];

/** The `Next` targets, with their places, for the check of transitions. */
export function checkChoices(
  choices: unknown,
  location: string,
  problems: Problems,
  target: (name: unknown, at: string) => void,
  language: QueryLanguage,
): void {
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
    if (language === "JSONata") checkCondition(rule, at, problems);
    else checkTopRule(rule, at, problems);
  });
}

const conditionFields: Readonly<Record<string, Check>> = {
  Condition: orExpression(flag),
  Next: text,
  Comment: text,
  Output: query,
  Assign: assign("JSONata"),
};

/** A rule of a JSONata state. */
function checkCondition(rule: JsonObject, location: string, problems: Problems): void {
  if (rule.Condition === undefined) problems.schema("The field 'Condition' is required but was missing", location);
  for (const [name, value] of Object.entries(rule)) {
    const check = Object.hasOwn(conditionFields, name) ? conditionFields[name] : undefined;
    if (check !== undefined) check(value, `${location}/${name}`, problems);
    else if (name === "Variable" || isOperator(name) || combinations.includes(name)) problems.otherLanguage(name, "JSONata", location);
    else problems.schema(`Field '${name}' is not supported`, location);
  }
}

/** A rule of a JSONPath state; Assign may only stand in the outermost. */
function checkTopRule(rule: JsonObject, location: string, problems: Problems): void {
  const { Assign, ...test } = rule;
  if (Assign !== undefined) assign("JSONPath")(Assign, `${location}/Assign`, problems);
  const foreign = ["Condition", "Output"].filter((name) => rule[name] !== undefined);
  for (const name of foreign) problems.otherLanguage(name, "JSONPath", location);
  if (foreign.length === 0) checkRule(test, location, problems);
}

function checkRule(rule: JsonObject, location: string, problems: Problems): void {
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
