/** The states as they are recorded, before anything is rendered. */
import type { z } from "zod";
import type { Root } from "../expressions/index.ts";
import type { CatchRule, ReaderOptions, RetryRule, WriterOptions } from "../steps/index.ts";
import type { AnyTask } from "../task.ts";
import type { Scope } from "./scope.ts";

/** A Catch: where it goes, and whether the error output is kept for the states there. */
export interface Catcher {
  readonly errors: CatchRule<string>["errors"];
  next: string | undefined;
  readonly keepsFailure: boolean;
}

interface Base {
  readonly name: string;
  /** Assigned when the state is left by its `Next`. */
  readonly result?: Root;
  /** Undefined until it is known, and for the state that ends its scope. */
  next: string | undefined;
  readonly retry?: readonly RetryRule<string>[];
  readonly catch?: readonly Catcher[];
}

export interface TaskState extends Base {
  readonly type: "Task";
  readonly task: AnyTask;
  readonly args: unknown;
  readonly result: Root;
  /** What `keep` made of the raw result, and the root that stands for the raw result in it. */
  readonly keep?: { readonly raw: Root; readonly value: unknown };
  readonly timeout: number | undefined;
  readonly heartbeat: number | undefined;
  readonly credentials: { readonly roleArn: unknown } | undefined;
}
export interface MapState extends Base {
  readonly type: "Map";
  readonly body: Scope;
  readonly result: Root;
  readonly items: unknown;
  readonly item: Root;
  readonly atOnce: number | undefined;
}
export interface DistributedState extends Base {
  readonly type: "DistributedMap";
  readonly body: Scope;
  readonly result: Root;
  readonly item: Root;
  readonly reader: ReaderOptions<z.ZodType>;
  readonly writer: WriterOptions | undefined;
  readonly with: Readonly<Record<string, unknown>>;
  readonly batch: { readonly size: number; readonly input?: Readonly<Record<string, unknown>> } | undefined;
  readonly executions: "STANDARD" | "EXPRESS";
  readonly label: string | undefined;
  readonly atOnce: number | undefined;
  readonly toleratedFailurePercentage: number | undefined;
}
export interface ParallelState extends Base {
  readonly type: "Parallel";
  readonly branches: readonly Scope[];
  readonly result: Root;
}
export interface ChoiceState extends Base {
  readonly type: "Choice";
  readonly rules: { readonly condition: unknown; next: string | undefined }[];
  otherwise: string | undefined;
}
export interface PassState extends Base {
  readonly type: "Pass";
  readonly value: unknown;
  /** Left out when nobody reads its result. */
  readonly droppable: boolean;
  /** The value becomes the scope's output; nothing follows. */
  readonly ends: boolean;
}
export interface WaitState extends Base {
  readonly type: "Wait";
  readonly seconds?: unknown;
  readonly until?: unknown;
}
export interface FailState extends Base {
  readonly type: "Fail";
  readonly error: unknown;
  readonly cause: unknown;
}
export interface SucceedState extends Base {
  readonly type: "Succeed";
}
export type State =
  | TaskState
  | MapState
  | DistributedState
  | ParallelState
  | ChoiceState
  | PassState
  | WaitState
  | FailState
  | SucceedState;

/** The scopes inside a state. */
export const scopesIn = (state: State): readonly Scope[] =>
  state.type === "Parallel" ? state.branches : state.type === "Map" || state.type === "DistributedMap" ? [state.body] : [];

/** Whether nothing follows the state, ever. */
export const isEnd = (state: State): boolean => state.type === "Fail" || state.type === "Succeed" || (state.type === "Pass" && state.ends);
