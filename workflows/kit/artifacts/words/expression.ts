/** An expression as a reader would say it: `status = "COMPLETED"` instead of `eq(status, "COMPLETED")`. */
import { type ExpressionNode, nodeOf, type PathNode, type Root, visit } from "../../expressions/index.ts";

const SIGNS: Readonly<Record<string, string>> = { eq: "=", ne: "≠", gt: ">", gte: "≥", lt: "<", lte: "≤" };
/** Functions of two arguments that read better between them. */
const BETWEEN: Readonly<Record<string, string>> = {
  add: "+",
  subtract: "−",
  multiply: "×",
  divide: "÷",
  before: "before",
  after: "after",
  like: "like",
};

const key = (segment: string | number): string => (typeof segment === "number" ? `[${segment}]` : `.${segment}`);
const isJoined = (node: ExpressionNode): boolean =>
  node.kind === "infix" || (node.kind === "call" && node.arguments.length === 2 && Object.hasOwn(BETWEEN, node.function));

function sayPath({ root, segments }: PathNode, own: Root | undefined): string {
  const path = segments.map(key).join("");
  if (root !== own) return `${root.name}${path}`;
  return path === "" ? "it" : path.replace(/^\./, "");
}

/**
 * Says an expression; a value that is no expression is said as JSON.
 *
 * @param own - the variable that is clear from the place, for example the result of the Task that is polled: its name is left out
 * @example
 * ```ts
 * sayExpression(and(eq(read.status, "COMPLETED"), gt(read.items, 0))); // `read.status = "COMPLETED" and read.items > 0`
 * ```
 */
export function sayExpression(value: unknown, own?: Root): string {
  const say = (node: ExpressionNode): string => {
    const inside = (below: ExpressionNode): string => (isJoined(below) ? `(${say(below)})` : say(below));
    const holes = (parts: readonly (string | ExpressionNode)[]): string =>
      parts.map((part) => (typeof part === "string" ? part : `\${${say(part)}}`)).join("");
    return visit<string>(node, {
      path: (path) => sayPath(path, own),
      literal: (literal) => sayValue(literal.value, own),
      infix: ({ operator, operands }) => {
        const [subject, truth] = operands;
        if (operator === "eq" && subject && truth?.kind === "literal" && typeof truth.value === "boolean") {
          return truth.value ? say(subject) : `not ${inside(subject)}`;
        }
        const sign = SIGNS[operator];
        // A comparison binds closer than "and" and "or".
        const part = (below: ExpressionNode): string => (below.kind === "infix" && !SIGNS[below.operator] ? inside(below) : say(below));
        return operands.map(sign === undefined ? part : inside).join(` ${sign ?? operator} `);
      },
      call: (call) => {
        const [first, second, ...more] = call.arguments;
        const between = Object.hasOwn(BETWEEN, call.function) ? BETWEEN[call.function] : undefined;
        if (call.function === "not" && first) return `not ${inside(first)}`;
        if (call.function === "present" && first) return `${inside(first)} is there`;
        if (between !== undefined && first && second && more.length === 0) return `${inside(first)} ${between} ${inside(second)}`;
        return `${call.function}(${call.arguments.map(say).join(", ")})`;
      },
      template: ({ parts }) => `"${holes(parts)}"`,
      token: ({ name }) => `\${${name}}`,
      member: ({ of, key: name }) => `${inside(of)}${key(name)}`,
      each: (each) => `${each.function}(${say(each.of)}, ${each.element.name} => ${say(each.body)})`,
      handwritten: ({ parts }) => holes(parts),
    });
  };
  return say(nodeOf(value));
}

/** A value with expressions in it, short: what is in an inner object stays in the definition. */
function sayValue(value: unknown, own: Root | undefined): string {
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${value.length === 1 ? sayExpression(value[0], own) : "…"}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "nothing";
  const names = Object.keys(value);
  return names.length === 0 ? "{}" : `{ ${names.join(", ")} }`;
}
