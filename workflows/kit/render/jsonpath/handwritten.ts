/** JSONPath that was written by hand: put in place as it is, its holes rendered, and read once to see that it parses. */
import type { HandwrittenNode } from "../../expressions/index.ts";
import { JsonPathSyntaxError, parseIntrinsic, parsePath } from "../../jsonpath/index.ts";
import { TemplateString } from "../../template/index.ts";
import type { Place } from "./context.ts";
import { renderArgument } from "./intrinsic.ts";
import { refuse } from "./unsayable.ts";

/** The text with its holes filled; a token stands in it as Terraform will see it. */
function filled(node: HandwrittenNode, place: Place): TemplateString | undefined {
  if (node.language === "JSONPath") {
    return new TemplateString(...node.parts.map((part) => (typeof part === "string" ? part : renderArgument(part, place))));
  }
  refuse(
    node,
    place,
    "it is written in JSONata.",
    'Write it with jsonpath`…`, or render the workflow in JSONata (queryLanguage: "JSONata").',
  );
  return undefined;
}

/** The text as the parser sees it: tokens are some word. */
const sample = ({ parts }: TemplateString): string =>
  parts
    .map((part) => (typeof part === "string" ? part : part.token))
    .join("")
    .trim();

function parses(node: HandwrittenNode, source: string, place: Place): boolean {
  try {
    if (source.startsWith("States.")) parseIntrinsic(source);
    else parsePath(source);
    return true;
  } catch (error) {
    if (!(error instanceof JsonPathSyntaxError)) throw error;
    refuse(node, place, `${error.message}.`, "Correct it: a path begins with $, a function with States.");
    return false;
  }
}

/** A path or a function, wherever either may stand. */
export function renderHandwritten(node: HandwrittenNode, place: Place): TemplateString {
  const text = filled(node, place);
  return text && parses(node, sample(text), place) ? text : new TemplateString("$");
}

/** The path, where only a path may stand; undefined where it is a function. */
export function handwrittenPath(node: HandwrittenNode, place: Place): string | undefined {
  const text = filled(node, place);
  if (!text) return "$";
  const source = sample(text);
  if (source.startsWith("States.")) return undefined;
  if (typeof text.simplified() === "string") return parses(node, source, place) ? source : "$";
  refuse(node, place, "a token stands in a path.", "Only texts in functions can hold a token.");
  return "$";
}
