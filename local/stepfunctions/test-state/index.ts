/** TestState: one state, run once outside any machine, with what its data became on the way; only the operations enter. */
export { runTest } from "./run.ts";
export type { ResultModels, TestStateInput, TestStateResult, ValidationMode } from "./types.ts";
