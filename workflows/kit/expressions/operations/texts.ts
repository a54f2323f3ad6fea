/** Texts. JSONPath formats and splits; the rest needs JSONata. */
import { expression, nodeOf } from "../expression.ts";
import type { ExpressionNode } from "../nodes.ts";
import type { Expr, Ref } from "../types.ts";
import { call } from "./make.ts";

type Textual = string | Ref<string>;

export const upper = (value: Ref<string>): Expr<string> => call("upper", value);
export const lower = (value: Ref<string>): Expr<string> => call("lower", value);
/** The text without white space around it; runs of white space inside become one space, as JSONata's `$trim` does. */
export const trim = (value: Ref<string>): Expr<string> => call("trim", value);
/** How many characters a text has. */
export const length = (value: Ref<string>): Expr<number> => call("length", value);
/** The parts between the separators. */
export const split = (value: Ref<string>, separator: string): Expr<string[]> => call("split", value, separator);
/** The texts one after another, with the separator between them. */
export const join = (values: Ref<readonly string[]>, separator = ""): Expr<string> => call("join", values, separator);
/** The characters from a place (from 0) on, at most so many. */
export const substring = (value: Ref<string>, from: number | Ref<number>, many?: number | Ref<number>): Expr<string> =>
  many === undefined ? call("substring", value, from) : call("substring", value, from, many);
/** The text with every occurrence of another text replaced. */
export const replace = (value: Ref<string>, what: string, by: Textual): Expr<string> => call("replace", value, what, by);

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
