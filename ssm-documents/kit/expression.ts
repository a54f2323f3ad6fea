/** Expressions as SSM writes them: `{{ references }}`, and conditions for branches and loops. */
import {
  type Expr,
  type ExpressionNode,
  isExpression,
  nodeOf,
  printExpression,
  type Ref,
  rootExpression,
  rootOf,
  visit,
} from "../../workflows/kit/expressions/index.ts";

export { and, type Expr, eq, gt, gte, lt, lte, ne, not, or, type Ref, text, type Val } from "../../workflows/kit/expressions/index.ts";

/** Something that is true or false when a step has run. */
export type Condition = Ref<boolean>;

/** The expression that reads a parameter, a variable (`variable:x`) or a step's output (`step.x`). */
export const reference = <V>(name: string): Expr<V> => rootExpression<V>(rootOf(name.includes(".") ? "output" : "parameter", name));

/** An expression that SSM cannot say. */
class NotSayable extends TypeError {
  constructor(node: ExpressionNode, why: string) {
    const printed = node.kind === "literal" ? JSON.stringify(node.value) : node.kind;
    super(`SSM cannot say this ${printed}: ${why}`);
  }
}

/**
 * The name that an expression refers to.
 *
 * @throws TypeError when it is anything but a parameter, a variable or an output
 */
export function referenceName(value: unknown): string {
  const node = nodeOf(value);
  if (node.kind === "path" && node.segments.length === 0) return node.root.name;
  throw new TypeError(
    `SSM refers to whole parameters, variables and outputs only, not to ${printExpression(value)}; declare an output for it.`,
  );
}

/** A structure with its expressions rendered: a whole reference keeps its type, text with holes becomes text. */
export function toSsm(value: unknown): unknown {
  if (isExpression(value)) return rendered(nodeOf(value));
  if (Array.isArray(value)) return value.map(toSsm);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toSsm(item)]));
  }
  return value;
}

function rendered(node: ExpressionNode): unknown {
  const refuse = (why: string) => (): never => {
    throw new NotSayable(node, why);
  };
  return visit<unknown>(node, {
    path: ({ root, segments }) => {
      if (segments.length > 0) throw new NotSayable(node, `declare an output for ${root.name}.${segments.join(".")}`);
      return `{{ ${root.name} }}`;
    },
    literal: ({ value }) => toSsm(value),
    template: ({ parts }) => parts.map((part) => (typeof part === "string" ? part : String(rendered(part)))).join(""),
    call: refuse("only a script can compute"),
    each: refuse("only a script can compute"),
    handwritten: refuse("it is written in another language"),
    infix: refuse("conditions stand in branch and loop only"),
    token: refuse("a document is not a template of Terraform; make it a parameter"),
    member: refuse("declare an output for it"),
  });
}

const numeric = { gt: "NumericGreater", gte: "NumericGreaterOrEquals", lt: "NumericLesser", lte: "NumericLesserOrEquals" } as const;
const equal: Readonly<Record<string, string>> = { string: "StringEquals", number: "NumericEquals", boolean: "BooleanEquals" };

/** A condition as branch and loop take it: `{ Variable, <operator>: value }`, And, Or, Not. */
export function conditionShape(condition: Condition): Record<string, unknown> {
  return shape(nodeOf(condition));
}

function shape(node: ExpressionNode): Record<string, unknown> {
  if (node.kind === "path") return { Variable: rendered(node), BooleanEquals: true };
  if (node.kind === "call" && node.function === "not") return negated(node.arguments[0] as ExpressionNode);
  if (node.kind !== "infix") throw new NotSayable(node, "a condition is a comparison, and(), or() or not()");
  if (node.operator === "and") return { And: node.operands.map(shape) };
  if (node.operator === "or") return { Or: node.operands.map(shape) };
  const [left, right] = node.operands as readonly [ExpressionNode, ExpressionNode];
  if (right.kind !== "literal") throw new NotSayable(right, "compare with a literal");
  const Variable = rendered(left);
  if (node.operator === "eq") return { Variable, [equal[typeof right.value] ?? "StringEquals"]: right.value };
  if (node.operator === "ne") return { Not: { Variable, [equal[typeof right.value] ?? "StringEquals"]: right.value } };
  return { Variable, [numeric[node.operator]]: right.value };
}

function negated(node: ExpressionNode): Record<string, unknown> {
  return node.kind === "path" ? { Variable: rendered(node), BooleanEquals: false } : { Not: shape(node) };
}
