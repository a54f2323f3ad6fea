/** Amazon States Language of any author, as data. The diff, the policy, the import and the pages may enter. */
export { AslError, readAsl } from "./read.ts";
export type { AslMachine, AslState, Json, JsonObject, StateType } from "./types.ts";
export { branchesOf, type Edge, edgesOf, machinesIn, processorOf, statesOf, type Visited } from "./walk.ts";
