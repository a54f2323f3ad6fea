/** Lambda: functions as worker threads, each with its own environment and timeout. */
export type { FunctionDefinition } from "./definition.ts";
export { createLambdaService, type FunctionEvent, type LambdaDependencies, type LambdaService } from "./service.ts";
