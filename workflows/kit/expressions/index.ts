/** Typed expressions as a tree, rendered by visitors. The kit's renderers and `ssm-documents/kit` may enter. */
export { expression, isExpression, nodeOf, rootExpression, rootOf } from "./expression.ts";
export {
  type CallNode,
  type Comparison,
  childrenOf,
  type ExpressionNode,
  type ExpressionVisitor,
  type FunctionName,
  type InfixNode,
  type LiteralNode,
  type MemberNode,
  type PathNode,
  type Root,
  type TemplateNode,
  type TokenNode,
  visit,
} from "./nodes.ts";
export {
  add,
  and,
  count,
  eq,
  gt,
  gte,
  literal,
  lt,
  lte,
  ne,
  not,
  or,
  orElse,
  parseJson,
  present,
  stringify,
  text,
  token,
} from "./operations.ts";
export { printExpression } from "./print.ts";
export { type Read, readsOf } from "./reads.ts";
export type { Expr, Plain, Ref, Val } from "./types.ts";
