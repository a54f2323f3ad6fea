/**
 * The language of workflows: typed builders that produce Amazon States Language. Pure: reads no file.
 *
 * @example
 * ```ts
 * export const masking = workflow({
 *   name: "masking", comment: "Masks one table.", input: z.object({ table: z.string().max(64) }), tasks: { "Mask table": maskTable },
 * }).define(({ input, run }) => {
 *   const masked = run("Mask table", { table: input.table }, { retry: [{ errors: ["Lambda.ServiceException"], max: 4 }] });
 *   return { rows: masked.rows };
 * });
 * ```
 */
export { artifactsOf, toAsl, tokensIn, toMermaid, toPage, toTokens } from "./artifacts/index.ts";
export { type ChildTask, child } from "./child.ts";
export { type Change, diffMachines, type MachineDiff, printDiff } from "./diff/index.ts";
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
export { type Policy, type PolicyDocument, type PolicyOptions, policyDocument, policyOf } from "./policy/index.ts";
export {
  type BatchOptions,
  type Context,
  type Failure,
  ifPresent,
  type ReaderOptions,
  type Rule,
  type S3Object,
  type StateFields,
  type StateOptions,
  type Steps,
  type Target,
  type TaskOptions,
  when,
} from "./steps/index.ts";
export type { AnyTask, ErrorOf, InputOf, ResultOf, StatesError, Tasks } from "./task.ts";
export { escapeTemplate, renderTemplate, tokensOf } from "./template/index.ts";
export { inLanguage, type Setup, workflow } from "./workflow.ts";
export type { AnyWorkflow, QueryLanguage, Workflow } from "./workflow-type.ts";
