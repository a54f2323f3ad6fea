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
  after,
  and,
  at,
  base64,
  before,
  ceil,
  chunk,
  contains,
  count,
  divide,
  type Expr,
  eq,
  filter,
  floor,
  fromBase64,
  gt,
  gte,
  hash,
  iff,
  join,
  jsonata,
  jsonpath,
  length,
  like,
  literal,
  lower,
  lt,
  lte,
  merge,
  multiply,
  ne,
  not,
  or,
  orElse,
  type Plain,
  parseJson,
  pluck,
  present,
  type Ref,
  range,
  remainder,
  replace,
  round,
  split,
  stringify,
  substring,
  subtract,
  sum,
  text,
  token,
  trim,
  unique,
  upper,
  uuid,
  type Val,
  whenPresent,
} from "./expressions/index.ts";
export { type Context, type Failure, type Rule, type Steps, type Target, type TaskOptions, when } from "./steps/index.ts";
export type { AnyTask, ErrorOf, InputOf, ResultOf, StatesError, Tasks } from "./task.ts";
export { escapeTemplate, renderTemplate, tokensOf } from "./template/index.ts";
export { type Setup, workflow } from "./workflow.ts";
export type { AnyWorkflow, Workflow } from "./workflow-type.ts";
