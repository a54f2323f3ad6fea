/** Intrinsic functions: what JSONPath can compute. */
import { type ExpressionNode, expression, nodeOf, printExpression, visit } from "../../expressions/index.ts";
import { TemplateString, type TokenPart } from "../../template/index.ts";
import type { Place } from "./context.ts";
import { renderPath } from "./path.ts";

type Part = string | TokenPart | TemplateString;

const quote = (text: string): string => text.replace(/[\\']/g, "\\$&");
const join = (...parts: readonly Part[]): TemplateString => new TemplateString(...parts);
const list = (name: string, entries: readonly TemplateString[]): TemplateString =>
  join(`${name}(`, ...entries.flatMap((entry, index): Part[] => (index === 0 ? [entry] : [", ", entry])), ")");

function literal(value: unknown, node: ExpressionNode, place: Place): TemplateString {
  if (typeof value === "string") return join(`'${quote(value)}'`);
  if (value === null || typeof value === "number" || typeof value === "boolean") return join(String(value));
  if (Array.isArray(value))
    return list(
      "States.Array",
      value.map((entry) => renderArgument(nodeOf(entry), place)),
    );
  return refuse(node, place, "an object cannot stand inside of a function.", "Put it into a field of its own, or into a pass() before.");
}

function refuse(node: ExpressionNode, { context, state, field }: Place, why: string, remedy: string): TemplateString {
  context.report(`${field}: JSONPath cannot say ${printExpression(expression(node))}: ${why}`, state, remedy);
  return join("$");
}

/** Text with holes; tokens and texts are written into the format itself. */
function format(parts: readonly (string | ExpressionNode)[], place: Place): TemplateString {
  const pattern: Part[] = [];
  const holes: TemplateString[] = [];
  for (const part of parts) {
    if (typeof part === "string") pattern.push(part.replace(/[\\'{}]/g, "\\$&"));
    else if (part.kind === "token") pattern.push({ token: part.name });
    else {
      pattern.push("{}");
      holes.push(renderArgument(part, place));
    }
  }
  return list("States.Format", [join("'", ...pattern, "'"), ...holes]);
}

const FUNCTIONS: Readonly<Record<string, string>> = {
  count: "States.ArrayLength",
  stringify: "States.JsonToString",
  parseJson: "States.StringToJson",
  add: "States.MathAdd",
};

/** An expression as an argument of an intrinsic function, or as the value of a field that ends in `.$`. */
export function renderArgument(of: ExpressionNode, place: Place): TemplateString {
  return visit<TemplateString>(of, {
    path: (node) => join(renderPath(node, place)),
    literal: (node) => literal(node.value, node, place),
    token: ({ name }) => join("'", { token: name }, "'"),
    template: ({ parts }) => format(parts, place),
    call: (node) => {
      const name = FUNCTIONS[node.function];
      if (name !== undefined)
        return list(
          name,
          node.arguments.map((argument) => renderArgument(argument, place)),
        );
      const remedy = "Decide with choice(), and let each way give its own value.";
      return refuse(node, place, `${node.function}() is a condition there, not a value.`, remedy);
    },
    each: (node) => refuse(node, place, "it computes with every element.", "Iterate with map(), or render the workflow in JSONata."),
    handwritten: (node) => refuse(node, place, "it is written by hand in another language.", "Render the workflow in JSONata."),
    infix: (node) => refuse(node, place, "a comparison is no value.", "Decide with choice(), and let each way give its own value."),
    member: (node) => refuse(node, place, "it reads a field of something computed.", "Compute it in a pass() and read the field of that."),
  });
}
