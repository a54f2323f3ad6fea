/** Bounded repairs: a fixed list of harmless ones, each verified by reading again. The validation and the local seeding enter here. */
export { bucketLifecycle } from "./buckets.ts";
export { type PlannedRepair, planRepairs } from "./plan-repairs.ts";
export { type Bounds, proposeRepairs, RepairRecord, runRepairs } from "./run-repairs.ts";
