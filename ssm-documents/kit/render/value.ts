/** Values as SSM writes them: `{{ references }}` for whole values, text around them for templates. */
import { type ExpressionNode, expression, isExpression, nodeOf, visit } from "../expression.ts";
import { NotSayable } from "./not-sayable.ts";

/**
 * The name that an expression refers to.
 *
 * @throws NotSayable when it is anything but a whole parameter, variable or output
 */
export function referenceName(value: unknown): string {
  const node = nodeOf(value);
  if (node.kind === "path" && node.segments.length === 0) return node.root.name;
  throw new NotSayable(node, "it refers to whole parameters, variables and outputs only; declare an output for it");
}

/**
 * A structure with its expressions rendered: a whole reference keeps its type, text with holes becomes text.
 *
 * @throws NotSayable for what only a script can compute
 */
export function toSsm(value: unknown): unknown {
  if (isExpression(value)) return toText(nodeOf(value));
  if (typeof value === "string") return plain(value);
  if (Array.isArray(value)) return value.map(toSsm);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toSsm(item)]));
  }
  return value;
}

/** SSM would look for a parameter in it. */
function plain(text: string): string {
  if (text.includes("{{")) throw new NotSayable(nodeOf(text), 'a text with "{{" would be read as a reference; make it a parameter');
  return text;
}

function toText(node: ExpressionNode): unknown {
  const refuse = (why: string) => (): never => {
    throw new NotSayable(node, why);
  };
  return visit<unknown>(node, {
    path: () => `{{ ${referenceName(expression(node))} }}`,
    literal: ({ value }) => toSsm(value),
    template: ({ parts }) => parts.map((part) => (typeof part === "string" ? plain(part) : String(toText(part)))).join(""),
    call: refuse("only a script can compute"),
    each: refuse("only a script can compute"),
    handwritten: refuse("it is written in another language"),
    infix: refuse("conditions stand in branch and loop only"),
    token: refuse("a document is not a template of Terraform; make it a parameter"),
    member: refuse("declare an output for it"),
  });
}
