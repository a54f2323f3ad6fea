/** Masking rules: their file, their merging, and which rule a column has. Handlers, local and tests may enter. */
export type { Condition } from "./condition.ts";
export { RulesError, type RulesProblem } from "./errors.ts";
export { findPrefix, findRule, holdsIn, type Place, rankedRules } from "./find.ts";
export { rulesSchema } from "./json-schema.ts";
export { type ColumnKey, type PrefixKey, parseKey, printCondition, printKey } from "./key.ts";
export { mergeRules, onUndeclared, rulesFromSource, rulesHash } from "./merge.ts";
export { isTable, plainName, tablesOfKey } from "./names.ts";
export { parameterText, parseParameter } from "./parameter.ts";
export { type ParseOptions, parseRules } from "./parse.ts";
export { printRules } from "./print.ts";
export type { RulesFormat } from "./read.ts";
export type { OnUndeclared, Rule, Rules, RulesSource } from "./rule.ts";
export { maskingVersion, type RulesFile, rulesFile, rulesMap } from "./schema.ts";
export { type UnmatchedRule, unmatchedRules } from "./unmatched.ts";
