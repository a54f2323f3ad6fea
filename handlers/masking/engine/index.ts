/** The masking engine in TypeScript: templates of masking/v1, parsed and compiled. Handlers and tests may enter. */
export { fieldsOf, listsOf, longestResult, pipelines, subkeysOf, type TemplateKind, templateKind } from "./bind.ts";
export { type CompileOptions, compileTemplate, type Mask } from "./compile.ts";
export { MaskingValueError, TemplateError } from "./errors.ts";
export { fingerprint } from "./fingerprint.ts";
export { deriveKeys, type Mac, type MaskingKeys } from "./keys.ts";
export { nearest } from "./nearest.ts";
export { parseTemplate } from "./parse.ts";
export { compileRoom, provableRoom, room } from "./room.ts";
export { codePoints, type SubkeyName } from "./steps/index.ts";
export type { Lists, Literal, Pipeline, Row, Template, TemplateStep } from "./template.ts";
