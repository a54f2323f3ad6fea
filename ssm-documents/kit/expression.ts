/** The expressions of documents: those of `workflows/kit` that SSM can say, and what they read. */
import { type Expr, type Ref, type Root, rootExpression, rootOf } from "../../workflows/kit/expressions/index.ts";

export {
  and,
  childrenOf,
  type Expr,
  type ExpressionNode,
  eq,
  expression,
  gt,
  gte,
  isExpression,
  lt,
  lte,
  ne,
  nodeOf,
  not,
  or,
  printExpression,
  type Ref,
  type Root,
  readsOf,
  text,
  type Val,
  visit,
} from "../../workflows/kit/expressions/index.ts";

/** Something that is true or false when a step has run. */
export type Condition = Ref<boolean>;

/** A parameter, a variable (`variable:x`), a system's value (`global:x`) or a step's output (`step.x`). */
export const rootNamed = (name: string): Root => rootOf(name.includes(".") ? "output" : "parameter", name);

/** The expression that reads it. */
export const reference = <V>(root: Root): Expr<V> => rootExpression<V>(root);
