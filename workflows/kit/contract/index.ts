/** Contracts, and nothing but zod beside them, so that a Lambda's bundle stays small. Handlers, workflows, documents and tests may enter. */
export { type ActivityContract, activity } from "./activity.ts";
export { awsSdk, type SdkAction } from "./aws-sdk.ts";
export type { AnyContract, Contract, ContractFor, ContractShape, ContractTarget, ErrorOf, InputOf, ResultOf } from "./contract.ts";
export { type HttpMethod, type HttpShape, http } from "./http.ts";
export { integration } from "./integration.ts";
export { lambda } from "./lambda.ts";
export { type Operation, operations } from "./operations.ts";
export { TaskError } from "./task-error.ts";
export { type CallbackContract, waitForTaskToken } from "./wait-for-task-token.ts";
