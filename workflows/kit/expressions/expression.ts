/** Makes expressions from nodes, and gives the nodes back. */
import type { ExpressionNode, Root } from "./nodes.ts";
import type { Expr, Ref } from "./types.ts";

const NODE = Symbol("expression node");

/** JavaScript would turn an expression into a text or a number here, and the state would never see it. */
function refuse(): never {
  throw new TypeError(
    "An expression was used as a plain value. Compare with eq(), gt(), …, join with text`…`, and decide with choice(): the value exists only when the state runs.",
  );
}

/** The expression for a node; reading a field of it gives the expression for that field. */
export function expression<V>(node: ExpressionNode): Expr<V> {
  Object.freeze(node);
  const target = Object.freeze(Object.create(null)) as object;
  return new Proxy(target, {
    get: (_, key) => {
      if (key === NODE) return node;
      if (key === Symbol.toPrimitive) return refuse;
      return typeof key === "symbol" ? undefined : field(node, key);
    },
    has: (_, key) => key === NODE,
  }) as unknown as Expr<V>;
}

function field(node: ExpressionNode, name: string): Expr<unknown> {
  const key = /^\d+$/.test(name) ? Number(name) : name;
  if (node.kind !== "path") return expression({ kind: "member", of: node, key });
  return expression({ kind: "path", root: node.root, segments: Object.freeze([...node.segments, key]) });
}

/** The expression that reads a root: an input, a result, an item, a parameter. */
export const rootExpression = <V>(root: Root): Expr<V> => expression<V>({ kind: "path", root, segments: [] });

/** Makes a root: a new variable. */
export const rootOf = (kind: Root["kind"], name: string): Root => Object.freeze({ kind, name });

/** Whether a value is an expression. */
export const isExpression = (value: unknown): value is Ref<unknown> => typeof value === "object" && value !== null && NODE in value;

/** The node of an expression; anything else is a literal. */
export function nodeOf(value: unknown): ExpressionNode {
  if (isExpression(value)) return (value as unknown as { [NODE]: ExpressionNode })[NODE];
  return { kind: "literal", value };
}
