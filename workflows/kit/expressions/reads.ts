/** Answers "what does it read" for expressions and for structures that hold them. */
import { isExpression, nodeOf } from "./expression.ts";
import { childrenOf, type ExpressionNode, type PathNode } from "./nodes.ts";

/** One place where a variable is read. */
export interface Read extends PathNode {
  /** The value may be absent here: it is asked about, or has a fallback. */
  readonly optional: boolean;
}

/** Functions whose first argument may be absent. */
const ASKING: ReadonlySet<string> = new Set(["present", "orElse", "whenPresent"]);

const isWithin = (inner: PathNode, outer: ExpressionNode | undefined): boolean =>
  outer?.kind === "path" && outer.root === inner.root && outer.segments.every((key, index) => inner.segments[index] === key);

function inNode(node: ExpressionNode, optional: boolean, found: Read[]): void {
  if (node.kind === "path" && node.root.kind !== "element") found.push({ ...node, optional });
  if (node.kind !== "call" || !ASKING.has(node.function)) {
    for (const below of childrenOf(node)) inNode(below, false, found);
    return;
  }
  const [asked, ...others] = node.arguments;
  if (asked) inNode(asked, true, found);
  const inside: Read[] = [];
  for (const below of others) inNode(below, false, inside);
  // Where whenPresent reads what it asked about, it is there.
  found.push(...inside.map((read) => (isWithin(read, asked) ? { ...read, optional: true } : read)));
}

/** Every read of a value: an expression, or a structure with expressions inside. */
export function readsOf(value: unknown, found: Read[] = []): Read[] {
  if (isExpression(value)) inNode(nodeOf(value), false, found);
  else if (typeof value === "object" && value !== null) for (const part of Object.values(value)) readsOf(part, found);
  return found;
}
