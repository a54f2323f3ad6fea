/**
 * Access control: policies as IAM evaluates them, the permissions that each call needs, and the guard that stands before the
 * gateway. The local AWS and tests may enter.
 */
export { type AccessControl, type AccessControlOptions, createAccessControl, type ServiceRole } from "./access-control.ts";
export { type Denial, denialLine } from "./denial.ts";
export { type AccessRequest, type Decision, evaluate, type Policies, type Refusal } from "./evaluate.ts";
export { type CompiledPolicy, type Context, compilePolicy, PolicyError, type Principal } from "./policy/index.ts";
