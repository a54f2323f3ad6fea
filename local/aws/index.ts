/**
 * AWS on this machine: one endpoint, two accounts, the services that the refresh uses.
 *
 * @example
 * const aws = await startLocalAws({ dataDir, python, functions });
 * await aws.stop();
 */

export type { AccountName, Credentials } from "./gateway/index.ts";
export { AwsError, PortTakenError } from "./gateway/index.ts";
export { type AccessControl, type Denial, denialLine } from "./iam/index.ts";
export type { Interference, ObservedCall, ObservedTask, TaskError } from "./interference.ts";
export type { FunctionDefinition } from "./lambda/index.ts";
export { startLocalAws } from "./local-aws.ts";
export type { LocalAws, LocalAwsOptions } from "./local-aws-types.ts";
export type { LocalEvent, LocalEventListener, StateEvent } from "./local-events.ts";
