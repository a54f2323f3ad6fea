/** Import: existing Amazon States Language becomes the source of a workflow. Commands and tests enter. */
export { type Imported, type ImportOptions, importAsl } from "./import-asl.ts";
export { ImportError } from "./import-error.ts";
