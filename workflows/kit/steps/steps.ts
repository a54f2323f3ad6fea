/** The words of the language: what the body of a workflow is given. */
import type { z } from "zod";
import type { Expr, Plain, Ref, Val } from "../expressions/index.ts";
import type { ErrorOf, InputOf, ResultOf, Tasks } from "../task.ts";
import type { StateFields, StateOptions } from "./handwritten.ts";
import type {
  ArgumentsOf,
  BatchOptions,
  DistributedOptions,
  DistributedResult,
  ErrorOptions,
  Failure,
  Handed,
  Heartbeats,
  MapOptions,
  PollOptions,
  RunOptions,
  Target,
  WriterOptions,
} from "./options.ts";
import type { ItemSource, S3Object } from "./readers.ts";
import type { Rule } from "./when.ts";

/** The context object's fields that JSONPath and JSONata both have. */
export interface Context {
  readonly Execution: { readonly Id: string; readonly Name: string; readonly StartTime: string; readonly RoleArn: string };
  readonly StateMachine: { readonly Id: string; readonly Name: string };
  readonly State: { readonly Name: string; readonly EnteredTime: string; readonly RetryCount: number };
}

type Carried<W> = { readonly [K in keyof W]: Expr<Plain<W[K]>> };
/** What a distributed Map's child sees. */
type Child<E, C, Q> = [Q] extends [BatchOptions]
  ? { readonly items: Expr<E[]>; readonly batchInput: Expr<Plain<NonNullable<Q["input"]>>> }
  : { readonly item: Expr<E> } & Carried<C>;

export interface Steps<T extends Tasks, I> {
  /** The execution's input. */
  readonly input: Expr<I>;
  /** The context object, `$$`. */
  readonly context: Expr<Context>;
  /** A Task; its result, or what `keep` makes of it. */
  run<N extends keyof T & string, K = Ref<ResultOf<T[N]>>>(
    name: N,
    args: ArgumentsOf<T[N]>,
    ...options: RunOptions<T[N], K>
  ): Expr<Plain<K>>;
  /** A Task that is repeated until its result satisfies: Task, Choice, Wait, with a bound. */
  poll<N extends keyof T & string, K = Ref<ResultOf<T[N]>>>(
    name: N,
    args: Val<InputOf<T[N]>>,
    options: PollOptions<ResultOf<T[N]>, ErrorOf<T[N]>, K> & Heartbeats<T[N]>,
  ): Expr<Plain<K>>;
  /** An inline Map over an array. */
  map<E, R>(name: string, items: Ref<readonly E[]>, body: (item: Expr<E>) => R, options?: MapOptions): Expr<Plain<R>[]>;
  /**
   * A distributed Map over a listing or a file in S3, or over an array. Each child sees its `item` and what `with` hands
   * it; in batches it sees its `items` and the `batchInput`.
   */
  distributedMap<
    R,
    S extends z.ZodType = z.ZodType<S3Object>,
    E = z.output<S>,
    C extends Readonly<Record<string, unknown>> = Record<never, never>,
    Q extends BatchOptions | undefined = undefined,
    W extends WriterOptions | undefined = undefined,
  >(
    name: string,
    options: DistributedOptions<W> & ItemSource<S, E> & Handed<C, Q>,
    body: (child: Child<E, C, Q>) => R,
  ): Expr<DistributedResult<W, R>>;
  /** Branches at the same time. */
  parallel<R extends readonly unknown[] | []>(
    name: string,
    branches: { readonly [B in keyof R]: () => R[B] },
    options?: ErrorOptions<never>,
  ): { -readonly [B in keyof R]: Expr<Plain<R[B]>> };
  /** The first rule whose condition holds decides; its value is the choice's. */
  choice<R, S>(name: string, rules: readonly Rule<R>[], otherwise: () => S): Expr<Plain<R> | Plain<S>>;
  /** Waits so many seconds, or until a timestamp. */
  wait(name: string, duration: { readonly seconds: number | Ref<number> } | { readonly until: Val<string> }): void;
  /** Puts a value under a name of its own: for what JSONPath can compute only in a state. */
  pass<const V>(name: string, value: V): Expr<Plain<V>>;
  /** States that a Catch goes to; the section must end in `fail`, `succeed` or `goto`. Its name is its first state's. */
  onFailure(name: string, body: (failure: Expr<Failure>) => void): Target;
  /** Puts one Catch of all errors on every Task, Map and Parallel of the body; a `fail` inside goes to the target too. */
  guard<R>(target: Target, body: () => R): R;
  /** Ends the execution (in a Map or branch: the iteration) as failed. */
  fail(name: string, error: Val<string>, cause: Val<string>): never;
  /** Ends the execution (in a Map or branch: the iteration) well. */
  succeed(name: string, output?: unknown): never;
  /** Goes to a state, or to a section. */
  goto(target: (keyof T & string) | Target): void;
  /**
   * A state that its author writes in Amazon States Language: what no other word can say. The caller states what its result
   * is. Read where its ResultPath puts it; without one it replaces the data, and what was there before can no longer be read.
   */
  state<V = unknown>(name: string, fields: StateFields, options?: StateOptions): Expr<V>;
  /** The state of this name, as a target: for jumps, and for the `catch` of a hand-written state. */
  at(name: string): Target;
}
