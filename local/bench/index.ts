/** Measures what the language costs its users' compiler and build. `local/cli/bench-types.ts` and tests may enter. */
export { type BuildTime, measureBuild } from "./build-time.ts";
export { workflowOf } from "./generated-workflow.ts";
export { largestBody } from "./largest-body.ts";
export { TARGET, TypeBench, type TypeCost, type TypeReport } from "./type-cost.ts";
