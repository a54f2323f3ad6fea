/** The words of the language and their options, as types. */
export type * from "./options.ts";
export type { Context, Steps } from "./steps.ts";
export { type Rule, when } from "./when.ts";
