/** What can be said about a step beside its arguments. Durations are seconds. */
import type { Expr, Plain, Ref, Val } from "../expressions/index.ts";
import type { ActivityTask, AnyTask, CallbackTask, ErrorOf, InputOf, ResultOf, StatesError } from "../task.ts";

/** Somewhere to go. Only `onFailure` makes one, so that a target that does not exist cannot be written down. */
export interface Target {
  readonly kind: "target";
  readonly name: string;
}

/** The error output that a Catch hands on. */
export interface Failure {
  readonly Error: string;
  readonly Cause: string;
}

export interface RetryRule<E extends string> {
  readonly errors: readonly (E | StatesError)[];
  /** Seconds before the first retry; 1 when absent. */
  readonly every?: number;
  /** Retries at most; 3 when absent. */
  readonly max?: number;
  /** What each delay is multiplied by; 2 when absent. */
  readonly backoff?: number;
  /** No delay is longer than this. */
  readonly maxDelay?: number;
  /** Draws each delay between 0 and itself. */
  readonly jitter?: boolean;
}

export interface CatchRule<E extends string> {
  readonly errors: readonly (E | StatesError)[];
  readonly to: Target;
}

/** What Tasks, Maps and Parallels have in common. */
export interface ErrorOptions<E extends string> {
  readonly retry?: readonly RetryRule<E>[];
  readonly catch?: readonly CatchRule<E>[];
  /** These errors are no errors here: the next state follows, without a result. */
  readonly ignore?: readonly (E | StatesError)[];
}

export interface TaskOptions<Out, E extends string, K> extends ErrorOptions<E> {
  /**
   * Seconds for one attempt; a default of its kind when absent (Lambda 960, AWS calls 300, a child its own plus 300).
   * An activity and a Task that waits for its token have none: they must say it.
   */
  readonly timeout?: number;
  /** Seconds between heartbeats at most. */
  readonly heartbeat?: number;
  /** What to remember of the result, as an object; the rest is dropped before it weighs on the 256 KiB limit. */
  readonly keep?: (result: Expr<Out>) => K;
  /** The role that the call is made with. */
  readonly credentials?: { readonly roleArn: Val<string> };
}

/** What an activity's step must say beside: without heartbeats nobody notices that a worker has died. */
export type Heartbeats<C> = C extends ActivityTask ? { readonly heartbeat: number } : unknown;

/** The arguments of a Task; where it waits for a token, a function of the token, which exists only there. */
export type ArgumentsOf<C extends AnyTask> = C extends CallbackTask ? (token: Expr<string>) => Val<InputOf<C>> : Val<InputOf<C>>;

/** The options of a `run`: an activity cannot do without. */
export type RunOptions<C extends AnyTask, K> = C extends ActivityTask
  ? readonly [options: TaskOptions<ResultOf<C>, ErrorOf<C>, K> & Heartbeats<C>]
  : readonly [options?: TaskOptions<ResultOf<C>, ErrorOf<C>, K>];

export interface PollOptions<Out, E extends string, K> extends TaskOptions<Out, E, K> {
  /** Seconds between two calls. */
  readonly every: number;
  /** Calls at most. */
  readonly atMost: number;
  readonly until: (result: Expr<Plain<K>>) => Ref<boolean>;
  readonly failIf?: (result: Expr<Plain<K>>) => Ref<boolean>;
  /** The error when `failIf` holds or the calls are used up; `Poll.Failed` and `Poll.GaveUp` when absent. */
  readonly error?: string;
  readonly cause?: string;
}

export interface MapOptions extends ErrorOptions<never> {
  /** Iterations at one time; as many as Step Functions allows when absent. */
  readonly atOnce?: number;
}

export interface WriterOptions {
  readonly bucket: Val<string>;
  readonly prefix: Val<string>;
}

/** How many items a child is handed at once: by number, by bytes of their JSON (at most 262,144), or whichever is reached first. */
export type BatchOptions<B = Readonly<Record<string, unknown>>> = (
  | { readonly size: number; readonly bytes?: number }
  | { readonly size?: number; readonly bytes: number }
) & {
  /** Handed to every child beside its items. */
  readonly input?: B;
};

export interface DistributedOptions<W extends WriterOptions | undefined> extends MapOptions {
  readonly writer?: W;
  /** `EXPRESS` for children of at most five minutes. */
  readonly executions?: "STANDARD" | "EXPRESS";
  /** The part of the Map Run's ARN that names it, at most 40 characters. */
  readonly label?: string;
  /** Failed items, in percent, that the Map tolerates; none when absent. */
  readonly toleratedFailurePercentage?: number;
  /** Failed items that the Map tolerates; none when absent. */
  readonly toleratedFailureCount?: number;
}

/** What each child is handed beside its item; or its items in batches. */
export type Handed<C, Q> = { readonly with?: C; readonly batch?: undefined } | { readonly batch: Q; readonly with?: never };

/** What a distributed Map gives: its children's outputs, or where they were written. */
export type DistributedResult<W, R> = [W] extends [WriterOptions]
  ? { readonly MapRunArn: string; readonly ResultWriterDetails: { readonly Bucket: string; readonly Key: string } }
  : Plain<R>[];
