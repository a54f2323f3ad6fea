/** The Variable of a Choice rule: a reference path, names and indexes only. */
import { type ExpressionNode, expression, printExpression } from "../../expressions/index.ts";
import { parsePath, referenceKeys } from "../../jsonpath/index.ts";
import type { Place } from "./context.ts";
import { handwrittenPath } from "./handwritten.ts";
import { renderPath } from "./path.ts";

/** The path of what is stored; undefined for what would have to be computed. */
export function variableOf(node: ExpressionNode, place: Place): string | undefined {
  if (node.kind === "path") return renderPath(node, place);
  if (node.kind !== "handwritten") return undefined;
  const path = handwrittenPath(node, place);
  return path !== undefined && referenceKeys(parsePath(path)) ? path : undefined;
}

/** Reports a condition that no Choice rule can say. */
export function refuseRule(node: ExpressionNode, { context, state, field }: Place, why: string, remedy?: string): Record<string, never> {
  const wayOut = remedy ?? "Compute it in a pass() before, and compare that.";
  context.report(`${field}: a Choice rule cannot say ${printExpression(expression(node))}: ${why}`, state, wayOut);
  return {};
}
