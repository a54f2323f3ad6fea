/** `npm run mask`: masks a stream of records, and explains, plans and proves it, outside any refresh. The command and tests may enter. */
export { explain } from "./explain.ts";
export { readGivenFile } from "./given-file.ts";
export { type Input, openInput } from "./input.ts";
export { type KeyOptions, keysFrom } from "./keys.ts";
export { type InputForm, maskInput, type Watch } from "./mask-input.ts";
export { planInput } from "./plan-input.ts";
export { type FileProof, proveFiles } from "./prove-files.ts";
export type { KeyedSource, Source } from "./source.ts";
export { sqlStatements } from "./sql-statements.ts";
export { MaskUsageError } from "./usage-error.ts";
