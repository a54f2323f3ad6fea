/** The operations of the API that this engine answers; everything else is refused by name. */
import type { Engine } from "../engine-types.ts";
import type { JsonObject } from "../json.ts";
import { activityOperations } from "./activity-operations.ts";
import { executionOperations } from "./execution-operations.ts";
import { machineOperations } from "./machine-operations.ts";
import { taskOperations } from "./task-operations.ts";
import { testOperations } from "./test-operations.ts";
import { versionOperations } from "./version-operations.ts";

/** @param signal - aborted when whoever asked has gone */
export type Operation = (engine: Engine, input: JsonObject, signal?: AbortSignal) => object | undefined | Promise<object | undefined>;

export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    ...machineOperations,
    ...versionOperations,
    ...executionOperations,
    ...taskOperations,
    ...activityOperations,
    ...testOperations,
  }),
);
