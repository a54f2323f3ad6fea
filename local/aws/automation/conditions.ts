/** The conditions of aws:branch and of LoopCondition. */
import { StepFailure } from "./failures.ts";
import { asText } from "./references.ts";

type Test = (actual: unknown, expected: unknown) => boolean;
const text =
  (test: (actual: string, expected: string) => boolean): Test =>
  (actual, expected) =>
    test(asText(actual), asText(expected));
const number =
  (test: (actual: number, expected: number) => boolean): Test =>
  (actual, expected) =>
    test(Number(actual), Number(expected));

const operators = new Map<string, Test>([
  ["StringEquals", text((actual, expected) => actual === expected)],
  ["EqualsIgnoreCase", text((actual, expected) => actual.toLowerCase() === expected.toLowerCase())],
  ["StartsWith", text((actual, expected) => actual.startsWith(expected))],
  ["EndsWith", text((actual, expected) => actual.endsWith(expected))],
  ["Contains", text((actual, expected) => actual.includes(expected))],
  ["NumericEquals", number((actual, expected) => actual === expected)],
  ["NumericGreater", number((actual, expected) => actual > expected)],
  ["NumericLesser", number((actual, expected) => actual < expected)],
  ["NumericGreaterOrEquals", number((actual, expected) => actual >= expected)],
  ["NumericLesserOrEquals", number((actual, expected) => actual <= expected)],
  ["BooleanEquals", (actual, expected) => asText(actual).toLowerCase() === asText(expected).toLowerCase()],
]);

/**
 * Whether a condition holds; its references have been replaced already.
 *
 * @throws StepFailure for a condition without Variable, And, Or or Not, or with an operator that does not exist
 */
export function holds(condition: unknown): boolean {
  if (typeof condition !== "object" || condition === null) throw malformed("a condition is a map");
  const { And, Or, Not, Variable, NextStep: _, ...rest } = condition as Record<string, unknown>;
  if (Array.isArray(And)) return And.every(holds);
  if (Array.isArray(Or)) return Or.some(holds);
  if (Not !== undefined) return !holds(Array.isArray(Not) ? Not[0] : Not);
  if (Variable === undefined) throw malformed("a condition has Variable, And, Or or Not");
  const tests = Object.entries(rest);
  const [test] = tests;
  if (tests.length !== 1 || test === undefined) throw malformed("a condition has exactly one operator");
  const operator = operators.get(test[0]);
  if (!operator) throw malformed(`there is no operator ${test[0]}; there are ${[...operators.keys()].join(", ")}`);
  return operator(Variable, test[1]);
}

const malformed = (problem: string): StepFailure => new StepFailure(`The condition is malformed: ${problem}.`, "InputValidation", "Action");
