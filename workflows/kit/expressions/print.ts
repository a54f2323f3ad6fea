/** Prints an expression the way its author wrote it, for messages. */
import { nodeOf } from "./expression.ts";
import { type ExpressionNode, visit } from "./nodes.ts";

const holes = (parts: readonly (string | ExpressionNode)[]): string =>
  parts.map((part) => (typeof part === "string" ? part : `\${${print(part)}}`)).join("");

function print(node: ExpressionNode): string {
  return visit<string>(node, {
    path: ({ root, segments }) => [root.name, ...segments.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))].join(""),
    literal: ({ value }) => JSON.stringify(value) ?? "undefined",
    call: (call) => `${call.function}(${call.arguments.map(print).join(", ")})`,
    infix: ({ operator, operands }) => `${operator}(${operands.map(print).join(", ")})`,
    template: ({ parts }) => `text\`${holes(parts)}\``,
    each: (each) => `${each.function}(${print(each.of)}, (${each.element.name}) => ${print(each.body)})`,
    handwritten: ({ language, parts }) => `${language.toLowerCase()}\`${holes(parts)}\``,
    token: ({ name }) => `token("${name}")`,
    member: ({ of, key }) => `${print(of)}${typeof key === "number" ? `[${key}]` : `.${key}`}`,
  });
}

/** The expression as its author would write it. */
export const printExpression = (value: unknown): string => print(nodeOf(value));
