/** The size of a value as a workflow writes it: literals, expressions, and structures with expressions inside. */
import { childrenOf, type ExpressionNode, isExpression, nodeOf, type Root } from "../expressions/index.ts";
import { bytesOf } from "./characters.ts";
import { contentOf, sizeOfCall, unlisted } from "./function-sizes.ts";
import { arrayOf, BOOLEAN, either, NOTHING, objectOf, partOf, type Size, textOf } from "./size.ts";

/** What Terraform fills in: names and ARNs, of at most 1,024 ASCII characters. */
export const TOKEN = textOf(1024);

/** The size of what a variable holds. */
export type SizeOfRoot = (root: Root) => Size;

function literalSize(value: unknown, of: SizeOfRoot): Size {
  if (isExpression(value)) return nodeSize(nodeOf(value), of);
  if (Array.isArray(value)) {
    const parts = value.map((entry) => literalSize(entry, of));
    const whole = arrayOf(parts.reduce(either, NOTHING), parts.length);
    const fields = new Map(parts.map((part, index) => [String(index), part] as const));
    return { ...whole, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 1 + Math.max(1, parts.length)), fields };
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value as Record<string, unknown>).filter(([, entry]) => entry !== undefined);
    return objectOf(entries.map(([name, entry]) => [name, literalSize(entry, of)] as const));
  }
  return { bytes: bytesOf(value), form: typeof value === "string" ? "text" : "plain" };
}

function nodeSize(node: ExpressionNode, of: SizeOfRoot): Size {
  switch (node.kind) {
    case "path":
      return node.segments.reduce(partOf, of(node.root));
    case "literal":
      return literalSize(node.value, of);
    case "token":
      return TOKEN;
    case "template":
      return textOf(
        node.parts.reduce<number>((sum, part) => sum + (typeof part === "string" ? bytesOf(part) - 2 : contentOf(nodeSize(part, of))), 0),
      );
    case "call":
      return sizeOfCall(
        node.function,
        node.arguments.map((argument) => nodeSize(argument, of)),
        node.arguments.map((argument) => (argument.kind === "literal" ? argument.value : undefined)),
      );
    case "infix":
      return BOOLEAN;
    case "member":
      return partOf(nodeSize(node.of, of), node.key);
    case "each": {
      const array = nodeSize(node.of, of);
      if (node.function === "filter") return array;
      const element = array.element ?? array;
      return arrayOf(
        nodeSize(node.body, (root) => (root === node.element ? element : of(root))),
        array.count ?? array.bytes / 2,
      );
    }
    default:
      return unlisted(childrenOf(node).map((part) => nodeSize(part, of)));
  }
}

/** The size of a value; `undefined` takes no bytes. */
export const sizeOfValue = (value: unknown, of: SizeOfRoot): Size => (value === undefined ? NOTHING : literalSize(value, of));
