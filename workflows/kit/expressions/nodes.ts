/** The nodes of an expression: a small frozen tree that says what is read and computed, in no language yet. */

/** Where a path begins. Its identity is the variable's identity: two roots with one name are two variables. */
export interface Root {
  readonly kind: "input" | "result" | "item" | "batch" | "failure" | "context" | "parameter" | "output" | "element" | "taskToken";
  readonly name: string;
}

/** The functions that an expression may call; every renderer says which of them it can write. */
export type FunctionName =
  // decisions
  | "not"
  | "present"
  | "orElse"
  | "iff"
  | "whenPresent"
  | "before"
  | "after"
  | "like"
  // numbers
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "remainder"
  | "round"
  | "floor"
  | "ceil"
  // texts
  | "upper"
  | "lower"
  | "trim"
  | "length"
  | "split"
  | "join"
  | "substring"
  | "replace"
  // collections
  | "count"
  | "sum"
  | "contains"
  | "range"
  | "chunk"
  | "unique"
  | "merge"
  | "at"
  // values
  | "stringify"
  | "parseJson"
  | "hash"
  | "uuid"
  | "base64"
  | "fromBase64";
export type Comparison = "eq" | "ne" | "gt" | "gte" | "lt" | "lte";

export interface PathNode {
  readonly kind: "path";
  readonly root: Root;
  readonly segments: readonly (string | number)[];
}
export interface LiteralNode {
  readonly kind: "literal";
  readonly value: unknown;
}
export interface CallNode {
  readonly kind: "call";
  readonly function: FunctionName;
  readonly arguments: readonly ExpressionNode[];
}
export interface InfixNode {
  readonly kind: "infix";
  readonly operator: Comparison | "and" | "or";
  readonly operands: readonly ExpressionNode[];
}
/** Text with holes; the parts that are texts stand for themselves. */
export interface TemplateNode {
  readonly kind: "template";
  readonly parts: readonly (string | ExpressionNode)[];
}
/** A value that Terraform fills in. */
export interface TokenNode {
  readonly kind: "token";
  readonly name: string;
}
/** A field of something that is not a path, for example of a parsed text. */
export interface MemberNode {
  readonly kind: "member";
  readonly of: ExpressionNode;
  readonly key: string | number;
}
/** What is done with every element of an array: `body` reads the element at its own root. */
export interface EachNode {
  readonly kind: "each";
  readonly function: "pluck" | "filter";
  readonly of: ExpressionNode;
  readonly element: Root;
  readonly body: ExpressionNode;
}
/** Source of one query language, as its author wrote it, with expressions in its holes. */
export interface HandwrittenNode {
  readonly kind: "handwritten";
  readonly language: "JSONPath" | "JSONata";
  readonly parts: readonly (string | ExpressionNode)[];
}
export type ExpressionNode =
  | PathNode
  | LiteralNode
  | CallNode
  | InfixNode
  | TemplateNode
  | TokenNode
  | MemberNode
  | EachNode
  | HandwrittenNode;

/** What a renderer does with each kind of node. */
export type ExpressionVisitor<R> = {
  readonly [K in ExpressionNode["kind"]]: (node: Extract<ExpressionNode, { kind: K }>) => R;
};

/**
 * Hands the node to the visitor's method for its kind.
 *
 * @example
 * ```ts
 * const ssm = visit(nodeOf(expression), { path: ({ root }) => `{{ ${root.name} }}`, … });
 * ```
 */
export function visit<R>(node: ExpressionNode, visitor: ExpressionVisitor<R>): R {
  return (visitor[node.kind] as (of: ExpressionNode) => R)(node);
}

/** The nodes directly below a node. */
export function childrenOf(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case "call":
      return node.arguments;
    case "infix":
      return node.operands;
    case "template":
    case "handwritten":
      return node.parts.filter((part) => typeof part !== "string");
    case "member":
      return [node.of];
    case "each":
      return [node.of, node.body];
    default:
      return [];
  }
}
