/** The least privilege of a machine's role, from any Amazon States Language. Artifacts, the diff and commands may enter. */
export { toPolicy } from "./artifact.ts";
export { describeNotes, describePolicy } from "./describe.ts";
export { policyDocument, policyOf } from "./policy-of.ts";
export type { Condition, Need, Policy, PolicyDocument, PolicyOptions, RolePolicy, Statement, Wide } from "./types.ts";
