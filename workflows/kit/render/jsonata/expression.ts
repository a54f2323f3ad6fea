/** Expressions as JSONata, without the `{% %}` around them. */
import {
  type EachNode,
  type ExpressionNode,
  expression,
  type HandwrittenNode,
  type InfixNode,
  isExpression,
  nodeOf,
  printExpression,
  visit,
} from "../../expressions/index.ts";
import type { TokenPart } from "../../template/index.ts";
import { checkAbsent, checkStringify } from "./alike.ts";
import { type Code, called, code, joined, LEVEL, type Part, within } from "./code.ts";
import type { Place } from "./context.ts";
import { renderCall } from "./functions.ts";
import { renderPath } from "./path.ts";
import { quoted, quotedParts, stepsOf } from "./text.ts";

const OPERATORS: Readonly<Record<InfixNode["operator"], string>> = {
  eq: "=",
  ne: "!=",
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
  and: "and",
  or: "or",
};

const value = (...parts: readonly Part[]): Code => code(LEVEL.value, ...parts);

function separated(open: string, entries: readonly Part[], close: string): Code {
  return value(open, ...entries.flatMap((entry, index): Part[] => (index === 0 ? [entry] : [", ", entry])), close);
}

/** A literal, or a structure with expressions inside. */
function renderLiteral(of: unknown, place: Place): Code {
  if (isExpression(of)) return render(nodeOf(of), place);
  if (typeof of === "string") return value(quoted(of));
  if (Array.isArray(of))
    return separated(
      "[",
      of.map((entry) => renderLiteral(entry, place)),
      "]",
    );
  if (typeof of === "object" && of !== null) {
    const fields = Object.entries(of).filter(([, entry]) => entry !== undefined);
    return separated(
      "{",
      fields.map(([key, entry]) => value(`${quoted(key)}: `, renderLiteral(entry, place))),
      "}",
    );
  }
  return value(String(of));
}

/** Text with holes: `'runs/' & $plan.runId`. */
function renderTemplate(parts: readonly (string | ExpressionNode)[], place: Place): Code {
  const pieces: Code[] = [];
  let constant: (string | TokenPart)[] = [];
  const flush = (): void => {
    if (constant.length > 0) pieces.push(value(...quotedParts(constant)));
    constant = [];
  };
  let holes = 0;
  for (const part of parts) {
    if (typeof part === "string") constant.push(part);
    else if (part.kind === "token") constant.push({ token: part.name });
    else {
      flush();
      holes += 1;
      pieces.push(render(part, place));
    }
  }
  flush();
  const [only] = pieces;
  if (pieces.length > 1) return joined(LEVEL.add, "&", pieces);
  return only && holes > 0 ? called("string", only) : (only ?? value("''"));
}

/** `pluck` and `filter`; JSONata unwraps an array of one element, and makes nothing of an empty one: the brackets keep the array. */
function renderEach(node: EachNode, place: Place): Code {
  const depth = place.elements?.size ?? 0;
  const name = depth === 0 ? "element" : `element${depth + 1}`;
  const body = render(node.body, { ...place, elements: new Map([...(place.elements ?? []), [node.element, name]]) });
  const functionName = node.function === "pluck" ? "map" : "filter";
  return value("[", called(functionName, render(node.of, place), value(`function($${name}) { `, body, " }")), "[]]");
}

function renderHandwritten(node: HandwrittenNode, place: Place): Code {
  if (node.language !== "JSONata") {
    place.context.report(
      `${place.field}: JSONata cannot say ${printExpression(expression(node))}: it is written in JSONPath.`,
      place.state,
      "Write it with functions of the kit or with jsonata`…`, or render the workflow in JSONPath.",
    );
  }
  const parts = node.parts.map((part): Part => (typeof part === "string" ? part : within(render(part, place), LEVEL.multiply)));
  return code(LEVEL.anything, ...parts);
}

function render(of: ExpressionNode, place: Place): Code {
  return visit<Code>(of, {
    path: (node) => renderPath(node, place),
    literal: (node) => renderLiteral(node.value, place),
    token: ({ name }) => value(...quotedParts([{ token: name }])),
    template: ({ parts }) => renderTemplate(parts, place),
    call: (node) => {
      checkStringify(node, place);
      return renderCall(
        node,
        node.arguments.map((argument) => render(argument, place)),
      );
    },
    infix: ({ operator, operands }) => {
      const level = operator === "and" ? LEVEL.and : operator === "or" ? LEVEL.or : LEVEL.compare;
      return joined(
        level,
        OPERATORS[operator],
        operands.map((operand) => render(operand, place)),
      );
    },
    each: (node) => renderEach(node, place),
    handwritten: (node) => renderHandwritten(node, place),
    member: (node) => stepsOf(render(node.of, place), [node.key]),
  });
}

/** An expression as JSONata. */
export function renderExpression(of: ExpressionNode, place: Place): Code {
  checkAbsent(of, place);
  return render(of, place);
}
