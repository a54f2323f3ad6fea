/** What changed in a state or a machine, part by part. Only the diff may enter. */
export type { SameText } from "./field-changes.ts";
export { scopeParts } from "./scopes.ts";
export { stateParts } from "./state-parts.ts";
export { kindWords, whereWords } from "./where.ts";
