/** Intrinsic functions: what JSONPath can compute. */
import { type CallNode, type ExpressionNode, nodeOf, visit } from "../../expressions/index.ts";
import { DEEPEST_INTRINSIC } from "../../jsonpath/index.ts";
import { TemplateString, type TokenPart } from "../../template/index.ts";
import type { Place } from "./context.ts";
import { renderHandwritten } from "./handwritten.ts";
import { renderPath } from "./path.ts";
import { renderSelection } from "./selection.ts";
import { refuse, refuseFunction } from "./unsayable.ts";

type Part = string | TokenPart | TemplateString;

const quote = (text: string): string => text.replace(/[\\']/g, "\\$&");
const join = (...parts: readonly Part[]): TemplateString => new TemplateString(...parts);
const list = (name: string, entries: readonly TemplateString[]): TemplateString =>
  join(`${name}(`, ...entries.flatMap((entry, index): Part[] => (index === 0 ? [entry] : [", ", entry])), ")");
const NOTHING = join("$");

function literal(value: unknown, node: ExpressionNode, place: Place): TemplateString {
  if (typeof value === "string") return join(`'${quote(value)}'`);
  if (value === null || typeof value === "number" || typeof value === "boolean") return join(String(value));
  if (Array.isArray(value))
    return list(
      "States.Array",
      value.map((entry) => renderArgument(nodeOf(entry), place)),
    );
  refuse(node, place, "an object cannot stand inside of a function.", "Put it into a field of its own, or into a pass() before.");
  return NOTHING;
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
  contains: "States.ArrayContains",
  range: "States.ArrayRange",
  chunk: "States.ArrayPartition",
  unique: "States.ArrayUnique",
  at: "States.ArrayGetItem",
  split: "States.StringSplit",
  add: "States.MathAdd",
  subtract: "States.MathAdd",
  merge: "States.JsonMerge",
  stringify: "States.JsonToString",
  parseJson: "States.StringToJson",
  hash: "States.Hash",
  uuid: "States.UUID",
  base64: "States.Base64Encode",
  fromBase64: "States.Base64Decode",
};

const literalOf = (node: ExpressionNode | undefined): unknown => (node?.kind === "literal" ? node.value : undefined);
const isFraction = (node: ExpressionNode): boolean => typeof literalOf(node) === "number" && !Number.isInteger(literalOf(node));
const COMPUTE = 'Render the workflow in JSONata (queryLanguage: "JSONata"), or compute it in a Task.';

/** The arguments of a function, where JSONPath wants others than the language; undefined where it cannot say it. */
function argumentsOf(node: CallNode, place: Place): readonly ExpressionNode[] | undefined {
  const given = node.arguments;
  const [first, second] = given;
  switch (node.function) {
    case "add":
      if (!given.some(isFraction)) return given;
      refuse(node, place, "it adds whole numbers only.", COMPUTE);
      return undefined;
    case "subtract": {
      const by = literalOf(second);
      if (first && !isFraction(first) && Number.isInteger(by)) return [first, nodeOf(-Number(by) + 0)];
      refuse(node, place, "it subtracts whole numbers that are written down.", COMPUTE);
      return undefined;
    }
    case "split":
      if ([...String(literalOf(second))].length === 1) return given;
      refuse(node, place, "it splits at every single character of the separator.", `Split at one character. ${COMPUTE}`);
      return undefined;
    case "merge":
      return [...given, nodeOf(false)];
    default:
      return given;
  }
}

function call(node: CallNode, place: Place): TemplateString {
  const name = FUNCTIONS[node.function];
  if (name === undefined) {
    refuseFunction(node, place);
    return NOTHING;
  }
  const given = argumentsOf(node, place);
  return given
    ? list(
        name,
        given.map((argument) => renderArgument(argument, place)),
      )
    : NOTHING;
}

/** How deep calls lie in each other. */
function depthOf(node: ExpressionNode): number {
  if (node.kind === "call") return 1 + Math.max(0, ...node.arguments.map(depthOf));
  if (node.kind === "literal" && Array.isArray(node.value)) return 1 + Math.max(0, ...node.value.map((entry) => depthOf(nodeOf(entry))));
  if (node.kind === "template") return 1 + Math.max(0, ...node.parts.map((part) => (typeof part === "string" ? 0 : depthOf(part))));
  return 0;
}

/** An expression as an argument of an intrinsic function. */
export function renderArgument(of: ExpressionNode, place: Place): TemplateString {
  return visit<TemplateString>(of, {
    path: (node) => join(renderPath(node, place)),
    literal: (node) => literal(node.value, node, place),
    token: ({ name }) => join("'", { token: name }, "'"),
    template: ({ parts }) => format(parts, place),
    call: (node) => call(node, place),
    each: (node) => join(renderSelection(node, place) ?? "$"),
    handwritten: (node) => renderHandwritten(node, place),
    infix: (node) => {
      refuse(node, place, "a condition is no value there.", "Decide with choice(), and let each way give its own value.");
      return NOTHING;
    },
    member: (node) => {
      refuse(node, place, "it reads a field of something computed.", "Compute it in a pass() and read the field of that.");
      return NOTHING;
    },
  });
}

/** An expression as the value of a field that ends in `.$`. */
export function renderComputed(node: ExpressionNode, place: Place): TemplateString {
  if (depthOf(node) > DEEPEST_INTRINSIC) {
    refuse(node, place, `functions nest at most ${DEEPEST_INTRINSIC} deep.`, "Compute the inner part in a pass() before.");
  }
  return renderArgument(node, place);
}
