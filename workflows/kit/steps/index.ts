/** The words of the language and their options, as types. */
export type * from "./handwritten.ts";
export type * from "./options.ts";
export type * from "./readers.ts";
export type { Context, Steps } from "./steps.ts";
export { ifPresent, type Rule, when } from "./when.ts";
