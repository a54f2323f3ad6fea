/** The states as they are recorded, before anything is rendered. */
import type { Root } from "../expressions/index.ts";
import type {
  AslObject,
  BatchOptions,
  CatchRule,
  HandwrittenCatch,
  HandwrittenRetry,
  MachineFields,
  ReaderOptions,
  RetryRule,
  RuleFields,
  StateFields,
  WriterOptions,
} from "../steps/index.ts";
import type { AnyTask } from "../task.ts";
import type { QueryLanguage } from "../workflow-type.ts";
import type { Placement } from "./placement.ts";
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
  /** Stands for the token in the arguments of a Task that waits for it. */
  readonly token: Root | undefined;
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
  /** Where in S3 the items are; otherwise they are `items`. */
  readonly reader: ReaderOptions | undefined;
  /** An array of the data. */
  readonly items: unknown;
  readonly writer: WriterOptions | undefined;
  readonly with: Readonly<Record<string, unknown>>;
  readonly batch: BatchOptions | undefined;
  readonly executions: "STANDARD" | "EXPRESS";
  readonly label: string | undefined;
  readonly atOnce: number | undefined;
  readonly toleratedFailurePercentage: number | undefined;
  readonly toleratedFailureCount: number | undefined;
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
/** A Catch that its author wrote: its fields, and what becomes of `$`. */
export interface HandwrittenCatcher extends Catcher {
  readonly fields: Omit<HandwrittenCatch, "to">;
  readonly placement: Placement | undefined;
}
export interface HandwrittenState extends Base {
  readonly type: "Handwritten";
  readonly fields: StateFields;
  readonly more: AslObject;
  readonly language: QueryLanguage;
  readonly retries: readonly HandwrittenRetry[];
  readonly catch: readonly HandwrittenCatcher[];
  readonly rules: { readonly rule: RuleFields; next: string | undefined }[];
  otherwise: string | undefined;
  readonly bodies: readonly { readonly scope: Scope; readonly fields: MachineFields }[];
  readonly bodyField: "ItemProcessor" | "Iterator" | "Branches";
  /** Nothing follows. */
  readonly ends: boolean;
  readonly result: Root;
  /** In a machine of JSONPath: what becomes of `$`. */
  readonly placement: Placement | undefined;
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
  | SucceedState
  | HandwrittenState;

/** The scopes inside a state. */
export const scopesIn = (state: State): readonly Scope[] => {
  if (state.type === "Handwritten") return state.bodies.map(({ scope }) => scope);
  return state.type === "Parallel" ? state.branches : state.type === "Map" || state.type === "DistributedMap" ? [state.body] : [];
};

/** Whether nothing follows the state, ever. */
export const isEnd = (state: State): boolean =>
  state.type === "Fail" || state.type === "Succeed" || ((state.type === "Pass" || state.type === "Handwritten") && state.ends);
