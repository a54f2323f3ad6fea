/** Measures what the language costs its users' compiler and build, and what masking costs. The commands `bench-…` and tests may enter. */
export { AuroraBench, type AuroraFigures, type Restart, type Taken } from "./aurora.ts";
export { type BuildTime, measureBuild } from "./build-time.ts";
export { workflowOf } from "./generated-workflow.ts";
export { largestBody } from "./largest-body.ts";
export { MaskBench, type MaskFigure, type MemoryFigure, type ProofFigure } from "./mask.ts";
export { TARGET, TypeBench, type TypeCost, type TypeReport } from "./type-cost.ts";
