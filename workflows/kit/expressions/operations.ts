/** The operations on expressions: comparisons, logic and the few functions that every renderer knows. */
import { expression, nodeOf } from "./expression.ts";
import type { Comparison, ExpressionNode, FunctionName } from "./nodes.ts";
import type { Expr, Ref } from "./types.ts";

type Number = number | Ref<number>;

const infix = (operator: Comparison | "and" | "or", operands: readonly unknown[]): Expr<boolean> =>
  expression({ kind: "infix", operator, operands: Object.freeze(operands.map(nodeOf)) });
const call = <V>(name: FunctionName, ...values: unknown[]): Expr<V> =>
  expression({ kind: "call", function: name, arguments: Object.freeze(values.map(nodeOf)) });

export const eq = <V>(a: Ref<V>, b: NoInfer<V> | Ref<NoInfer<V>>): Expr<boolean> => infix("eq", [a, b]);
export const ne = <V>(a: Ref<V>, b: NoInfer<V> | Ref<NoInfer<V>>): Expr<boolean> => infix("ne", [a, b]);
export const gt = (a: Ref<number>, b: Number): Expr<boolean> => infix("gt", [a, b]);
export const gte = (a: Ref<number>, b: Number): Expr<boolean> => infix("gte", [a, b]);
export const lt = (a: Ref<number>, b: Number): Expr<boolean> => infix("lt", [a, b]);
export const lte = (a: Ref<number>, b: Number): Expr<boolean> => infix("lte", [a, b]);
export const and = (...conditions: readonly Ref<boolean>[]): Expr<boolean> => infix("and", conditions);
export const or = (...conditions: readonly Ref<boolean>[]): Expr<boolean> => infix("or", conditions);
export const not = (condition: Ref<boolean>): Expr<boolean> => call("not", condition);

/** Whether an optional value is there. */
export const present = (value: Ref<unknown>): Expr<boolean> => call("present", value);
/** The value, or a literal where it is absent. JSONPath can say this only inside a comparison. */
export const orElse = <V>(value: Ref<V>, fallback: NonNullable<V>): Expr<NonNullable<V>> => call("orElse", value, fallback);
/** How many elements an array has. */
export const count = (values: Ref<readonly unknown[]>): Expr<number> => call("count", values);
/** Adds two integers. */
export const add = (a: Ref<number>, b: Number): Expr<number> => call("add", a, b);
/** The value as JSON text. */
export const stringify = (value: Ref<unknown>): Expr<string> => call("stringify", value);
/** The value of a JSON text; the caller states its type. */
export const parseJson = <V>(value: Ref<string>): Expr<V> => call("parseJson", value);
/** A value that stands for itself, where an expression is asked for. */
export const literal = <const V>(value: V): Expr<V> => expression({ kind: "literal", value });

/**
 * Text with holes.
 *
 * @example
 * ```ts
 * text`runs/${runId}/plan.json`
 * ```
 */
export function text(strings: TemplateStringsArray, ...holes: readonly (Ref<string> | Ref<number> | string)[]): Expr<string> {
  const parts: (string | ExpressionNode)[] = [];
  const put = (piece: string): void => {
    const last = parts.at(-1);
    if (typeof last === "string") parts[parts.length - 1] = last + piece;
    else if (piece !== "") parts.push(piece);
  };
  strings.forEach((piece, index) => {
    put(piece);
    const hole = index < holes.length ? nodeOf(holes[index]) : undefined;
    if (hole?.kind === "literal") put(String(hole.value));
    else if (hole?.kind === "template") for (const part of hole.parts) typeof part === "string" ? put(part) : parts.push(part);
    else if (hole) parts.push(hole);
  });
  return expression({ kind: "template", parts: Object.freeze(parts) });
}

/**
 * A value that Terraform fills in: printed as `${name}`.
 *
 * @throws TypeError when the name is not a Terraform identifier in snake case
 */
export function token(name: string): Expr<string> {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new TypeError(`The token "${name}" is not in snake case: letters, digits, underscores.`);
  return expression({ kind: "token", name });
}
