/** Paths: where a variable lies in the state's input. */
import type { PathNode } from "../../expressions/index.ts";
import type { Place } from "./context.ts";

export type Segments = readonly (string | number)[];

/** The place of what a path reads, from `$` (or `$$`) on. */
export function segmentsOf({ root, segments }: PathNode, { context, raw }: Place): Segments {
  switch (root.kind) {
    case "input":
    case "context":
      return segments;
    case "taskToken":
      return ["Task", "Token", ...segments];
    case "output":
      return [...(raw ?? []), ...segments];
    default:
      return [root.name, ...(context.storages.get(root)?.base ?? []), ...segments];
  }
}

/** Writes what follows the start of a path: `.plan.tables[0]`. */
export const printSegments = (segments: Segments): string =>
  segments
    .map((key) => {
      if (typeof key === "number") return `[${key}]`;
      return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `['${key.replace(/[\\']/g, "\\$&")}']`;
    })
    .join("");

/** Writes segments as a reference path. */
export const printPath = (start: "$" | "$$" | "@", segments: Segments): string => start + printSegments(segments);

/** The path of an expression's node, for example `$.plan.runId`. */
export const renderPath = (node: PathNode, place: Place): string =>
  printPath(node.root.kind === "context" || node.root.kind === "taskToken" ? "$$" : "$", segmentsOf(node, place));
