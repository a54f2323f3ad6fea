/** The engine's methods in groups, those on executions excepted; only engine.ts and its types enter. */
export { type ActivityOperations, activityOperations } from "./activities.ts";
export { type MachineOperations, machineOperations } from "./machines.ts";
export { type MapRunOperations, mapRunOperations } from "./map-runs.ts";
export { type RedriveOperations, redriveOperations } from "./redrive.ts";
export { type TagOperations, tagOperations } from "./tags.ts";
export { type TestOperations, testOperations } from "./test-state.ts";
export { type DefinitionOperations, definitionOperations } from "./validation.ts";
export { type VersionOperations, versionOperations } from "./versions.ts";
