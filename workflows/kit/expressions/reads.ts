/** Answers "what does it read" for expressions and for structures that hold them. */
import { isExpression, nodeOf } from "./expression.ts";
import { childrenOf, type ExpressionNode, type PathNode } from "./nodes.ts";

/** One place where a variable is read. */
export interface Read extends PathNode {
  /** The value may be absent here: it is asked about, or has a fallback. */
  readonly optional: boolean;
}

function inNode(node: ExpressionNode, optional: boolean, found: Read[]): void {
  if (node.kind === "path") found.push({ ...node, optional });
  const guarded = node.kind === "call" && (node.function === "present" || node.function === "orElse");
  for (const below of childrenOf(node)) inNode(below, guarded, found);
}

/** Every read of a value: an expression, or a structure with expressions inside. */
export function readsOf(value: unknown, found: Read[] = []): Read[] {
  if (isExpression(value)) inNode(nodeOf(value), false, found);
  else if (typeof value === "object" && value !== null) for (const part of Object.values(value)) readsOf(part, found);
  return found;
}
