/**
 * What can be said of a template before anything runs: longest result, alphabet, whether distinct values stay distinct,
 * what becomes of null, and whether the original can shine through. The engine's front door hands it on.
 */
export { type Alphabet, anyCharacter, type CharacterClass, includes as alphabetIncludes } from "./alphabet.ts";
export type { Original } from "./describe-pipeline.ts";
export { type DescribeOptions, describeTemplate, longestResult, type TemplateDescription } from "./describe-template.ts";
export type { Shows } from "./effect.ts";
export { expectedCollisions, type Uniqueness } from "./uniqueness.ts";
