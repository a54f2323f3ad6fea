/** Paths that select: an array's elements, those that fit, a field of each. */
import type { EachNode, ExpressionNode } from "../../expressions/index.ts";
import { parsePath } from "../../jsonpath/index.ts";
import type { Place } from "./context.ts";
import { renderFilter } from "./filter.ts";
import { handwrittenPath } from "./handwritten.ts";
import { printSegments, renderPath } from "./path.ts";
import { refuse } from "./unsayable.ts";

/** An array, which of its elements, and what of each. */
interface Selection {
  readonly array: string;
  /** The path gives the elements already: it was written by hand, with a `*` or a filter in it. */
  readonly opened: boolean;
  readonly conditions: readonly string[];
  /** Undefined: the elements themselves. */
  readonly field: string | undefined;
}

const EMPTY: Selection = { array: "$", opened: false, conditions: [], field: undefined };

function selectionOf(node: ExpressionNode, place: Place): Selection | undefined {
  if (node.kind === "path") return { ...EMPTY, array: renderPath(node, place) };
  if (node.kind === "handwritten") {
    const array = handwrittenPath(node, place);
    return array === undefined ? undefined : { ...EMPTY, array, opened: !parsePath(array).definite };
  }
  return node.kind === "each" ? each(node, place) : undefined;
}

function each(node: EachNode, place: Place): Selection {
  const of = selectionOf(node.of, place);
  if (!of) {
    refuse(node, place, "it selects from something computed.", "Put the array into a pass() before, and select from that.");
    return EMPTY;
  }
  if (node.function === "pluck") {
    const { body } = node;
    if (body.kind === "path" && body.root === node.element) return { ...of, field: (of.field ?? "") + printSegments(body.segments) };
    const remedy = 'Iterate with map(), or render the workflow in JSONata (queryLanguage: "JSONata").';
    refuse(node, place, "pluck() gives a field of each element, nothing computed.", remedy);
    return of;
  }
  if (of.field !== undefined || of.opened) refuse(node, place, "it filters what was selected before.", "Filter first, then pluck.");
  return { ...of, conditions: [...of.conditions, renderFilter(node, place)] };
}

function printSelection({ array, opened, conditions, field }: Selection): string {
  const [only, ...others] = conditions;
  if (only === undefined) return field === undefined ? array : `${array}${opened ? "" : "[*]"}${field}`;
  return `${array}[?(${others.length === 0 ? only : conditions.map((part) => `(${part})`).join(" && ")})]${field ?? ""}`;
}

/**
 * The path of what a node reads or selects, for example `$.plan.tables[?(@.rows > 0)].name`; undefined where it is no
 * path but something computed.
 */
export function renderSelection(node: ExpressionNode, place: Place): string | undefined {
  const selection = selectionOf(node, place);
  return selection && printSelection(selection);
}
