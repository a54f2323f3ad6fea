/** Traces of production that are no rows: found, removed, and found to be gone; `proveClone` and tests may enter. */
export { rewriteCatalogues } from "./catalogues.ts";
export { type ClearCloneOptions, type ClearedClone, clearClone } from "./clear-clone.ts";
export { type ClearOptions, clearTraces } from "./clear-traces.ts";
export { type HoldsOriginal, holdsOriginal } from "./holds-original.ts";
export type { Trace, Traces } from "./trace.ts";
export { TracesReport } from "./traces-report.ts";
