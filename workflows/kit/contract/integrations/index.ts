/**
 * Ready-made contracts of optimized integrations, one service a file. Workflows may enter; handlers have no use for them,
 * so `contract/index.ts` does not lead here.
 *
 * @example
 * ```ts
 * tasks: { "Tell everybody": publish, "Run the job": runTaskAndWait, "Read the order": getItem({ key: OrderKey, item: Order }) }
 * ```
 */
export { http } from "../http.ts";
export { submitJob, submitJobAndWait } from "./batch.ts";
export { attribute, deleteItem, getItem, putItem, updateItem } from "./dynamodb.ts";
export { runTask, runTaskAndWait } from "./ecs.ts";
export { putEvents } from "./events.ts";
export { startJobRun, startJobRunAndWait } from "./glue.ts";
export { invoke } from "./lambda.ts";
export { publish } from "./sns.ts";
export { sendMessage } from "./sqs.ts";
export { startExecution } from "./states.ts";
