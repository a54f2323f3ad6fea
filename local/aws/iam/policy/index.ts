/** IAM's policy language: patterns, conditions, principals. The evaluator and what keeps policies may enter. */
export type { Context } from "./conditions.ts";
export { type CompiledPolicy, type CompiledStatement, compilePolicy } from "./document.ts";
export { PolicyError } from "./error.ts";
export { actionPattern, pattern } from "./pattern.ts";
export type { Named, Principal } from "./principals.ts";
