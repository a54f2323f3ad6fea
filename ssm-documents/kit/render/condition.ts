/** Conditions as branch and loop take them: `{ Variable, <operator>: value }`, And, Or, Not. */
import { type Condition, type ExpressionNode, expression, nodeOf } from "../expression.ts";
import { NotSayable } from "./not-sayable.ts";
import { toSsm } from "./value.ts";

const numeric = { gt: "NumericGreater", gte: "NumericGreaterOrEquals", lt: "NumericLesser", lte: "NumericLesserOrEquals" } as const;
const equal: Readonly<Record<string, string>> = { string: "StringEquals", number: "NumericEquals", boolean: "BooleanEquals" };

/**
 * The condition in SSM's form.
 *
 * @throws NotSayable for anything but comparisons of a value with a literal, joined by and, or, not
 */
export const toCondition = (condition: Condition): Record<string, unknown> => shape(nodeOf(condition));

const variable = (node: ExpressionNode): unknown => toSsm(expression(node));

function shape(node: ExpressionNode): Record<string, unknown> {
  if (node.kind === "path") return { Variable: variable(node), BooleanEquals: true };
  if (node.kind === "call" && node.function === "not") return negated(node.arguments[0] as ExpressionNode);
  if (node.kind !== "infix") throw new NotSayable(node, "a condition is a comparison, and(), or() or not()");
  if (node.operator === "and") return { And: node.operands.map(shape) };
  if (node.operator === "or") return { Or: node.operands.map(shape) };
  const [left, right] = node.operands as readonly [ExpressionNode, ExpressionNode];
  if (right.kind !== "literal") throw new NotSayable(node, "compare with a literal");
  const Variable = variable(left);
  const value = toSsm(right.value);
  const equals = { Variable, [equal[typeof value] ?? "StringEquals"]: value };
  if (node.operator === "eq") return equals;
  return node.operator === "ne" ? { Not: equals } : { Variable, [numeric[node.operator]]: value };
}

function negated(node: ExpressionNode): Record<string, unknown> {
  return node.kind === "path" ? { Variable: variable(node), BooleanEquals: false } : { Not: shape(node) };
}
