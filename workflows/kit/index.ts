/**
 * The language of workflows: typed builders that produce Amazon States Language. Pure: reads no file.
 *
 * @example
 * ```ts
 * import { eq, text, token, when, workflow } from "../kit/index.ts";
 * ```
 */
export { artifactsOf, toAsl, tokensIn, toMermaid, toTokens } from "./artifacts/index.ts";
export { type ChildTask, child } from "./child.ts";
export { KitError, type Problem, WorkflowError } from "./errors.ts";
export {
  add,
  and,
  count,
  type Expr,
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
  type Plain,
  parseJson,
  present,
  type Ref,
  stringify,
  text,
  token,
  type Val,
} from "./expressions/index.ts";
export { type Context, type Failure, type Rule, type Steps, type Target, type TaskOptions, when } from "./steps/index.ts";
export type { AnyTask, ErrorOf, InputOf, ResultOf, StatesError, Tasks } from "./task.ts";
export { escapeTemplate, renderTemplate, tokensOf } from "./template/index.ts";
export { type Setup, workflow } from "./workflow.ts";
export type { AnyWorkflow, Workflow } from "./workflow-type.ts";
