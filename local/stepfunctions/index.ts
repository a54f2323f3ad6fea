/**
 * Step Functions in one process: a library first, a server second.
 *
 * @example
 * const engine = createEngine({ clock: virtualClock(), integrations: noIntegrations, mocks });
 * const { status, output, events } = await engine.run(definition, { environment: "test" });
 */
export { type AwsOptions, awsIntegrations, awsObjectStore, awsResultModels } from "./aws/index.ts";
export { type Clock, realClock, type SleepKind, scaledClock } from "./clock.ts";
export { createEngine } from "./engine.ts";
export type {
  ActivityDescription,
  ActivityTask,
  AliasDescription,
  CreateStateMachineInput,
  Diagnostic,
  Engine,
  EngineOptions,
  ExecutionDescription,
  ExecutionResult,
  ExecutionStatusEvent,
  ExecutionSummary,
  MachineType,
  RoutingItem,
  StateMachineDescription,
  StateMachineSummary,
  SyncExecution,
  Tag,
  UpdateStateMachineInput,
} from "./engine-types.ts";
export { ApiError, StepFunctionsError } from "./errors.ts";
export type { ExecutionStatus } from "./execution.ts";
export type { HistoryEvent } from "./history.ts";
export { handleStatesRequest, type StatesRequest, type StatesResponse } from "./http/handle.ts";
export { type EngineServer, startEngineServer } from "./http/server.ts";
export {
  IntegrationError,
  type IntegrationPattern,
  type IntegrationRequest,
  type Integrations,
  type ListedObject,
  noIntegrations,
  type ObjectStore,
} from "./integrations.ts";
export { MockConfigError, mockConfig, readMockConfig } from "./mock-config.ts";
export type { MockRequest, MockResult, MockSource } from "./mocks.ts";
export type { ResultModels, TestStateInput, TestStateResult } from "./test-state/index.ts";
export { virtualClock } from "./virtual-clock.ts";
