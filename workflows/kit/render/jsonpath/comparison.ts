/** Choice rules that compare: a value that is stored with one that is known, or with another stored one. */
import type { Comparison, ExpressionNode, InfixNode } from "../../expressions/index.ts";
import { TemplateString } from "../../template/index.ts";
import type { Rendered } from "../../workflow-type.ts";
import type { Place } from "./context.ts";
import { constantOf } from "./payload.ts";
import { refuseRule, variableOf } from "./variable.ts";

export type ChoiceRule = Readonly<Record<string, Rendered>>;
type Operator = Exclude<Comparison, "ne">;

const NAMES: Readonly<Record<Operator, string>> = {
  eq: "Equals",
  gt: "GreaterThan",
  gte: "GreaterThanEquals",
  lt: "LessThan",
  lte: "LessThanEquals",
};
const FLIPPED: Readonly<Record<Comparison, Comparison>> = { eq: "eq", ne: "ne", gt: "lt", gte: "lte", lt: "gt", lte: "gte" };
const HOLDS: Readonly<Record<Operator, (a: unknown, b: unknown) => boolean>> = {
  eq: (a, b) => a === b,
  gt: (a, b) => Number(a) > Number(b),
  gte: (a, b) => Number(a) >= Number(b),
  lt: (a, b) => Number(a) < Number(b),
  lte: (a, b) => Number(a) <= Number(b),
};

export const negate = (rule: ChoiceRule): ChoiceRule => ({ Not: rule });

/** Comparing a path with a value that is known. */
function withConstant(operator: Operator, Variable: string, value: Rendered, whole: InfixNode, place: Place): ChoiceRule {
  if (value === null) return operator === "eq" ? { Variable, IsNull: true } : refuseRule(whole, place, "null has no order.");
  if (typeof value === "boolean") {
    return operator === "eq" ? { Variable, BooleanEquals: value } : refuseRule(whole, place, "truth has no order.");
  }
  if (typeof value === "number") return { Variable, [`Numeric${NAMES[operator]}`]: value };
  if (typeof value === "string" || value instanceof TemplateString) return { Variable, [`String${NAMES[operator]}`]: value };
  return refuseRule(whole, place, "it compares with an array or an object.");
}

/** Comparing two paths: their type is known only when the state runs, and a rule of another type does not hold. */
function withPath(operator: Operator, Variable: string, other: string): ChoiceRule {
  if (operator !== "eq") return { Variable, [`Numeric${NAMES[operator]}Path`]: other };
  const equal = ["String", "Numeric", "Boolean"].map((type) => ({ Variable, [`${type}EqualsPath`]: other }));
  const bothNull = { And: [Variable, other].map((path) => ({ Variable: path, IsNull: true })) };
  return { Or: [...equal, bothNull] };
}

/** A path that may be absent: where it is, its fallback is compared instead. */
function withFallback(
  operator: Operator,
  [asked, fallback]: readonly ExpressionNode[],
  right: ExpressionNode,
  whole: InfixNode,
  place: Place,
): ChoiceRule {
  const Variable = asked && variableOf(asked, place);
  if (Variable === undefined || fallback === undefined) return refuseRule(whole, place, "orElse() needs a stored value and a literal.");
  const there: ChoiceRule = { Variable, IsPresent: true };
  const compared = compare(operator, asked as ExpressionNode, right, whole, place);
  const [a, b] = [constantOf(fallback)?.value, constantOf(right)?.value];
  if (b === undefined)
    return { Or: [{ And: [there, compared] }, { And: [negate(there), compare(operator, fallback, right, whole, place)] }] };
  if (a instanceof TemplateString || b instanceof TemplateString) {
    return refuseRule(whole, place, "what the token holds is not known before Terraform runs.");
  }
  return HOLDS[operator](a, b) ? { Or: [negate(there), compared] } : { And: [there, compared] };
}

function compare(given: Comparison, a: ExpressionNode, b: ExpressionNode, whole: InfixNode, place: Place): ChoiceRule {
  if (given === "ne") return negate(compare("eq", a, b, whole, place));
  const flips = (constantOf(a) && !constantOf(b)) || (isFallback(b) && !isFallback(a));
  const [left, right] = flips ? [b, a] : [a, b];
  const operator = (flips ? FLIPPED[given] : given) as Operator;
  if (isFallback(left)) return withFallback(operator, left.arguments, right, whole, place);
  const Variable = variableOf(left, place);
  if (Variable === undefined) return refuseRule(whole, place, "one side must be a value that is stored.");
  const constant = constantOf(right);
  if (constant) return withConstant(operator, Variable, constant.value, whole, place);
  const other = variableOf(right, place);
  return other === undefined ? refuseRule(whole, place, "the other side is computed.") : withPath(operator, Variable, other);
}

const isFallback = (node: ExpressionNode): node is Extract<ExpressionNode, { kind: "call" }> =>
  node.kind === "call" && node.function === "orElse";

/** The rule for `eq`, `ne`, `gt`, `gte`, `lt`, `lte`. */
export function renderComparison(node: InfixNode, operator: Comparison, place: Place): ChoiceRule {
  const [left, right] = node.operands as readonly [ExpressionNode, ExpressionNode];
  return compare(operator, left, right, node, place);
}
