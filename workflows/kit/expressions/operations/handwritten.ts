/** The way out: source of a query language as its author writes it. The build counts every use. */
import { expression, nodeOf } from "../expression.ts";
import type { ExpressionNode } from "../nodes.ts";
import type { Expr, Ref } from "../types.ts";

function handwritten<V>(language: "JSONPath" | "JSONata", strings: TemplateStringsArray, holes: readonly unknown[]): Expr<V> {
  const parts: (string | ExpressionNode)[] = [];
  strings.raw.forEach((piece, index) => {
    if (piece !== "") parts.push(piece);
    if (index < holes.length) parts.push(nodeOf(holes[index]));
  });
  return expression({ kind: "handwritten", language, parts: Object.freeze(parts) });
}

/**
 * An expression in JSONata, without `{% %}`; the caller states its type, the holes are rendered in place.
 *
 * @example
 * ```ts
 * jsonata<number>`$max(${plan.tables}.rows)`
 * ```
 */
export const jsonata = <V>(strings: TemplateStringsArray, ...holes: readonly (Ref<unknown> | string | number | boolean)[]): Expr<V> =>
  handwritten("JSONata", strings, holes);

/**
 * A path or an intrinsic function of JSONPath; the caller states its type, the holes are rendered in place.
 *
 * @example
 * ```ts
 * jsonpath<string[]>`${plan.tables}[?(@.rows > 0)].name`
 * ```
 */
export const jsonpath = <V>(strings: TemplateStringsArray, ...holes: readonly (Ref<unknown> | string | number | boolean)[]): Expr<V> =>
  handwritten("JSONPath", strings, holes);
