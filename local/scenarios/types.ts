/** What a scenario is: a workflow, an input, mocks typed by the tasks' contracts, and what is expected. */
import type { AnyTask, AnyWorkflow, ErrorOf, InputOf, ResultOf, StatesError, Tasks } from "../../workflows/kit/index.ts";

/** Fixtures may be frozen (`as const`): a mock only ever reads. */
export type Frozen<V> = V extends object ? { readonly [K in keyof V]: Frozen<V[K]> } : V;

/** What a mocked Task gives: a result of its contract, or an error name of it. */
export type Mock<C extends AnyTask> =
  | { readonly returns: Frozen<ResultOf<C>> }
  | { readonly throws: ErrorOf<C> | StatesError; readonly cause?: string };

/** State name → its mock, or one mock for each call in turn; the last one answers all further calls. */
export type Mocks<T extends Tasks> = { readonly [N in keyof T]?: Mock<T[N]> | readonly Mock<T[N]>[] };

type PartOf<V> = V extends readonly unknown[] ? Frozen<V> : V extends object ? { readonly [K in keyof V]?: PartOf<V[K]> } : V;
/** A state of the workflow; those that the kit makes for `poll` and `choice` are known by name only. */
type StateName<T extends Tasks> = (keyof T & string) | (string & {});

interface ExpectedWay<T extends Tasks> {
  /** States that are visited, or how often. */
  readonly visits?: readonly StateName<T>[] | { readonly [N in StateName<T>]?: number };
  /** States that are not visited. */
  readonly never?: readonly StateName<T>[];
  /** One of the calls of the state has these arguments (and perhaps others). */
  readonly calls?: { readonly [N in keyof T]?: PartOf<InputOf<T[N]>> };
}
export type Expectation<T extends Tasks, O> = ExpectedWay<T> &
  (
    | { readonly status: "SUCCEEDED" /** These fields, and perhaps others. */; readonly output?: PartOf<O> }
    | { readonly status: "FAILED"; readonly error: string /** A part of the cause. */; readonly cause?: string }
    | { readonly status: "TIMED_OUT" }
  );

export interface ScenarioCase<T extends Tasks, I, O> {
  readonly input: I;
  readonly mocks: Mocks<T>;
  /** What hand-written Tasks give, by state, as their integration gives it. */
  readonly handwritten?: Readonly<Record<string, AnyMock | readonly AnyMock[]>>;
  /** Key in S3 → the lines of the file that a distributed Map reads there. */
  readonly files?: Readonly<Record<string, readonly unknown[]>>;
  readonly expect: Expectation<T, O>;
}

/** A scenario of some workflow, ready to be run. */
export interface Scenario {
  readonly kind: "scenario";
  readonly name: string;
  readonly workflow: AnyWorkflow;
  readonly input: unknown;
  readonly mocks: Readonly<Record<string, AnyMock | readonly AnyMock[]>>;
  readonly files: Readonly<Record<string, readonly unknown[]>>;
  readonly expect: AnyExpectation;
}
export type AnyMock = { readonly returns: unknown } | { readonly throws: string; readonly cause?: string };
export interface AnyExpectation {
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT";
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  readonly visits?: readonly string[] | Readonly<Record<string, number>>;
  readonly never?: readonly string[];
  readonly calls?: Readonly<Record<string, unknown>>;
}
