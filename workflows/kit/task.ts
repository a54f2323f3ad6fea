/** What a Task state may be: a contract, or a child workflow. */
import type { z } from "zod";
import type { Size } from "./bounds/size.ts";
import type { ContractTarget } from "./contract/index.ts";

/** A state machine that a Task starts and waits for. */
export interface ChildTarget {
  readonly kind: "child";
  readonly stateMachine: string;
  /** Seconds after which the child ends by itself, when it says so. */
  readonly timeoutSeconds: number | undefined;
  /** The fields of the child's output, when it is an object. */
  readonly outputFields: readonly string[] | undefined;
  /** How large the child's output can get. */
  readonly output: Size;
}

/** A contract whose In is what a caller writes down and whose Out is what it gets. */
export interface Task<In = unknown, Out = unknown, E extends string = string> {
  readonly target: ContractTarget | ChildTarget;
  readonly input: z.ZodType<unknown, In>;
  readonly output: z.ZodType<Out>;
  readonly errors: readonly E[];
}
// biome-ignore lint/suspicious/noExplicitAny: the one place where "some task" must accept every input type
export type AnyTask = Task<any, any, string>;
/** State name → what it does. */
export type Tasks = Readonly<Record<string, AnyTask>>;
export type InputOf<C extends AnyTask> = z.input<C["input"]>;
export type ResultOf<C extends AnyTask> = z.output<C["output"]>;
export type ErrorOf<C extends AnyTask> = C["errors"][number];

/** A Task whose worker must send heartbeats. */
export type ActivityTask = { readonly target: { readonly kind: "activity" } };
/** A Task that waits until its token is sent back. */
export type CallbackTask = { readonly target: { readonly callback: true } };

/** Error names that Step Functions itself gives; States.Runtime is missing because it cannot be retried or caught. */
const STATES_ERRORS = [
  "States.ALL",
  "States.TaskFailed",
  "States.Timeout",
  "States.HeartbeatTimeout",
  "States.Permissions",
  "States.DataLimitExceeded",
  "States.ExceedToleratedFailureThreshold",
  "States.ItemReaderFailed",
  "States.ResultWriterFailed",
  "States.BranchFailed",
  "States.ParameterPathFailure",
  "States.ResultPathMatchFailure",
  "States.IntrinsicFailure",
  "States.QueryEvaluationError",
  "States.Http.Socket",
] as const;
export type StatesError = (typeof STATES_ERRORS)[number];

/** The same names, to look one up. */
export const statesErrors: ReadonlySet<string> = new Set(STATES_ERRORS);
