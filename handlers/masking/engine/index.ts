/** The masking engine in TypeScript: templates of masking/v1, parsed, described and compiled. Handlers and tests may enter. */
export { distinctPipelines, fieldsOf, pipelines, subkeysOf, type TemplateKind, templateKind, visitStep } from "./bind.ts";
export { checkLists } from "./check-lists.ts";
export { type CompileOptions, compileTemplate, type Mask } from "./compile.ts";
export { type StepArgs, type StepName, type SubkeyName, stepNames } from "./definitions/index.ts";
export {
  type Alphabet,
  alphabetIncludes,
  anyCharacter,
  type CharacterClass,
  type DescribeOptions,
  describeTemplate,
  expectedCollisions,
  longestResult,
  type Original,
  type Shows,
  type TemplateDescription,
  type Uniqueness,
} from "./describe/index.ts";
export { MaskingValueError, TemplateError } from "./errors.ts";
export { deriveKeys, type Mac, type MaskingKeys } from "./keys.ts";
export { nearest } from "./nearest.ts";
export { parseTemplate } from "./parse.ts";
export { compileRoom, provableRoom, room } from "./room.ts";
export { codePoints } from "./steps/index.ts";
export type { Lists, Literal, Pipeline, Row, Template, TemplateStep } from "./template.ts";
