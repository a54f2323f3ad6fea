/** Choice rules. */
import {
  type CallNode,
  type Comparison,
  type ExpressionNode,
  expression,
  type InfixNode,
  nodeOf,
  type PathNode,
  printExpression,
} from "../../expressions/index.ts";
import { TemplateString } from "../../template/index.ts";
import type { Rendered } from "../../workflow-type.ts";
import type { Place } from "./context.ts";
import { renderPath } from "./path.ts";
import { constantOf } from "./payload.ts";

type ChoiceRule = Readonly<Record<string, Rendered>>;
type Operator = Exclude<Comparison, "ne">;

const NAMES: Readonly<Record<Operator, string>> = {
  eq: "Equals",
  gt: "GreaterThan",
  gte: "GreaterThanEquals",
  lt: "LessThan",
  lte: "LessThanEquals",
};
const FLIPPED: Readonly<Record<Comparison, Comparison>> = { eq: "eq", ne: "ne", gt: "lt", gte: "lte", lt: "gt", lte: "gte" };

const negate = (rule: ChoiceRule): ChoiceRule => ({ Not: rule });

function refuse(node: ExpressionNode, { context, state, field }: Place, why: string): ChoiceRule {
  const remedy = "Compute it in a pass() before, and compare that.";
  context.report(`${field}: a Choice rule cannot say ${printExpression(expression(node))}: ${why}`, state, remedy);
  return {};
}

/** Comparing a path with a value that is known. */
function withConstant(operator: Operator, path: PathNode, value: Rendered, whole: InfixNode, place: Place): ChoiceRule {
  const Variable = renderPath(path, place);
  if (value === null) return operator === "eq" ? { Variable, IsNull: true } : refuse(whole, place, "null has no order.");
  if (typeof value === "boolean") {
    return operator === "eq" ? { Variable, BooleanEquals: value } : refuse(whole, place, "truth has no order.");
  }
  if (typeof value === "number") return { Variable, [`Numeric${NAMES[operator]}`]: value };
  if (typeof value === "string" || value instanceof TemplateString) return { Variable, [`String${NAMES[operator]}`]: value };
  return refuse(whole, place, "it compares with an array or an object.");
}

/** Comparing two paths: their type is known only when the state runs, and a rule of another type does not hold. */
function withPath(operator: Operator, left: PathNode, right: PathNode, place: Place): ChoiceRule {
  const Variable = renderPath(left, place);
  const other = renderPath(right, place);
  if (operator !== "eq") return { Variable, [`Numeric${NAMES[operator]}Path`]: other };
  return { Or: ["String", "Numeric", "Boolean"].map((type) => ({ Variable, [`${type}EqualsPath`]: other })) };
}

const HOLDS: Readonly<Record<Operator, (a: number | string | boolean, b: number | string | boolean) => boolean>> = {
  eq: (a, b) => a === b,
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
};

/** A path that may be absent: what holds then is known already. */
function withFallback(operator: Operator, call: CallNode, right: ExpressionNode, whole: InfixNode, place: Place): ChoiceRule {
  const [path, fallback] = call.arguments;
  const value = constantOf(right)?.value;
  if (path?.kind !== "path" || fallback?.kind !== "literal" || typeof value === "object" || value === undefined) {
    return refuse(whole, place, "orElse() needs a path and a literal, compared with a literal.");
  }
  const there: ChoiceRule = { Variable: renderPath(path, place), IsPresent: true };
  const compared = withConstant(operator, path, value, whole, place);
  const otherwise = HOLDS[operator](fallback.value as string, value as string);
  return otherwise ? { Or: [negate(there), compared] } : { And: [there, compared] };
}

function comparison(node: InfixNode, given: Comparison, place: Place): ChoiceRule {
  let [left, right] = node.operands as readonly [ExpressionNode, ExpressionNode];
  let operator = given;
  if (constantOf(left) && !constantOf(right)) {
    [left, right] = [right, left];
    operator = FLIPPED[operator];
  }
  if (operator === "ne") return negate(comparison({ ...node, operands: [left, right] }, "eq", place));
  if (left.kind === "call" && left.function === "orElse") return withFallback(operator, left, right, node, place);
  if (left.kind !== "path") return refuse(node, place, "one side must be a value that is stored.");
  const constant = constantOf(right);
  if (constant) return withConstant(operator, left, constant.value, node, place);
  return right.kind === "path" ? withPath(operator, left, right, place) : refuse(node, place, "the other side is computed.");
}

function rule(node: ExpressionNode, place: Place): ChoiceRule {
  if (node.kind === "path") return { Variable: renderPath(node, place), BooleanEquals: true };
  if (node.kind === "call" && node.function === "not" && node.arguments[0]) return negate(rule(node.arguments[0], place));
  if (node.kind === "call" && node.function === "present" && node.arguments[0]?.kind === "path") {
    return { Variable: renderPath(node.arguments[0], place), IsPresent: true };
  }
  if (node.kind !== "infix") return refuse(node, place, "it is no comparison.");
  if (node.operator !== "and" && node.operator !== "or") return comparison(node, node.operator, place);
  const [only, ...others] = node.operands;
  if (!only) return refuse(node, place, "it has no condition inside.");
  if (others.length === 0) return rule(only, place);
  return { [node.operator === "and" ? "And" : "Or"]: node.operands.map((operand) => rule(operand, place)) };
}

/** A condition as a Choice rule, without its `Next`. */
export const renderCondition = (condition: unknown, place: Place): ChoiceRule => rule(nodeOf(condition), place);
