/** The operations of the API that this engine answers; everything else is refused by name. */
import type { Engine } from "../engine-types.ts";
import type { JsonObject } from "../json.ts";
import { executionOperations } from "./execution-operations.ts";
import { machineOperations } from "./machine-operations.ts";
import { taskOperations } from "./task-operations.ts";

export type Operation = (engine: Engine, input: JsonObject) => object | undefined | Promise<object | undefined>;

export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({ ...machineOperations, ...executionOperations, ...taskOperations }),
);
