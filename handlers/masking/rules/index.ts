/** Masking rules: their file, their merging, and which rule a column has. Handlers, local and tests may enter. */
export { RulesError, type RulesProblem } from "./errors.ts";
export { findPrefix, findRule, type Place } from "./find.ts";
export type { ColumnKey, PrefixKey } from "./key.ts";
export { mergeRules, onUndeclared, rulesFromSource, rulesHash } from "./merge.ts";
export { isTable, plainName, tablesOfKey } from "./names.ts";
export { parameterText, parseParameter } from "./parameter.ts";
export { parseRules } from "./parse.ts";
export type { OnUndeclared, Rule, Rules, RulesSource } from "./rule.ts";
export { maskingVersion, type RulesFile, rulesFile, rulesMap } from "./schema.ts";
