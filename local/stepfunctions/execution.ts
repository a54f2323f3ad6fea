/** One execution: runs its machine, writes the first and the last event, and remembers how it ended. */
import { setMaxListeners } from "node:events";
import type { Machine } from "./definition/asl.ts";
import { ExecutionStopped, errorNames, StateFailure } from "./errors.ts";
import { History, type HistoryEvent } from "./history.ts";
import type { Data, JsonObject } from "./json.ts";
import type { Content } from "./machines.ts";
import type { MockSession } from "./mock-session.ts";
import { maxExpressSeconds } from "./quotas.ts";
import type { ExecutionScope, Runtime } from "./scope.ts";
import { runMachine } from "./states/run-machine.ts";
import { errorDetails } from "./tasks/task-events.ts";
import { Trail } from "./trail.ts";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

export interface ExecutionStart {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly roleArn: string;
  readonly machine: Machine;
  /** The text of the definition that it runs, for DescribeStateMachineForExecution. */
  readonly definition: string;
  readonly input: Data;
  readonly session: MockSession;
  readonly mapRunArn?: string;
  /** Indexes of the Map iterations that it belongs to, outermost first. */
  readonly iterations?: readonly number[];
  /** How many items a Map Run's child execution has. */
  readonly itemCount?: number;
  readonly stateMachineVersionArn?: string;
  readonly stateMachineAliasArn?: string;
  /** Express executions end after five minutes; whoever started a synchronous one waits for it. */
  readonly express?: "asynchronous" | "synchronous";
  /** What DescribeStateMachineForExecution says besides; of a Map Run's child, nothing. */
  readonly content?: Pick<Content, "revisionId" | "logging" | "tracing">;
}

export interface ExecutionListeners {
  onEvent(execution: Execution, event: HistoryEvent): void;
  onStatus(execution: Execution): void;
}

export class Execution {
  readonly start: ExecutionStart;
  readonly history: History;
  /** Milliseconds since 1970. */
  readonly startDate: number;
  /** Resolves when this attempt has ended; a redrive makes another one. */
  ended: Promise<void>;
  redriveCount = 0;
  /** Milliseconds since 1970. */
  redriveDate: number | undefined;
  status: ExecutionStatus = "RUNNING";
  stopDate: number | undefined;
  output: Data | undefined;
  error: string | undefined;
  cause: string | undefined;
  #controller = new AbortController();
  readonly #runtime: Runtime;
  readonly #listeners: ExecutionListeners;
  readonly #cursor = { previousEventId: 0 };
  readonly #trail = new Trail();

  constructor(start: ExecutionStart, runtime: Runtime, listeners: ExecutionListeners) {
    this.start = start;
    this.#runtime = runtime;
    this.#listeners = listeners;
    this.startDate = runtime.clock.now();
    this.history = new History(
      () => runtime.clock.now(),
      (event) => listeners.onEvent(this, event),
    );
    setMaxListeners(0, this.#controller.signal);
    // The caller first gets the execution's ARN, then it begins.
    this.ended = Promise.resolve().then(() => this.#run(() => this.#began()));
  }

  /** The first state doesn't point at this event. */
  #began(): void {
    const { input, roleArn } = this.start;
    const value = { input: input.text, inputDetails: { truncated: false }, roleArn, ...qualifiersOf(this.start) };
    this.history.addBeside({ previousEventId: 0 }, "ExecutionStarted", { name: "executionStarted", value });
  }

  /**
   * Goes on from where it failed, was stopped or timed out; the caller has seen to it that it may.
   *
   * @returns milliseconds since 1970
   */
  redrive(): number {
    this.#controller = new AbortController();
    setMaxListeners(0, this.#controller.signal);
    this.status = "RUNNING";
    this.stopDate = undefined;
    this.error = undefined;
    this.cause = undefined;
    this.redriveCount += 1;
    this.redriveDate = this.#runtime.clock.now();
    const details = { name: "executionRedriven", value: { redriveCount: this.redriveCount } };
    this.ended = Promise.resolve().then(() => this.#run(() => this.history.add(this.#cursor, "ExecutionRedriven", details)));
    return this.redriveDate;
  }

  /** Milliseconds since 1970, by the clock that it runs by. */
  now(): number {
    return this.#runtime.clock.now();
  }

  /** Ends it as StopExecution does; nothing happens when it has ended already. */
  stop(error?: string, cause?: string): void {
    if (this.status === "RUNNING") this.#controller.abort(new ExecutionStopped("ABORTED", error, cause));
  }

  async #run(begin: () => void): Promise<void> {
    this.#listeners.onStatus(this);
    begin();
    const timer = new AbortController();
    this.#watchTimeout(timer.signal);
    const { signal } = this.#controller;
    try {
      const output = await runMachine(this.start.input, {
        execution: this.#scope(),
        machine: this.start.machine,
        cursor: this.#cursor,
        signal,
        iterations: this.start.iterations ?? [],
        variables: this.#trail.variables,
        trail: this.#trail,
        inParallel: false,
      });
      signal.throwIfAborted();
      this.#succeed(output);
    } catch (error) {
      // Whoever stopped it was told so, whatever its branches did since.
      this.#fail(signal.aborted ? signal.reason : error);
    } finally {
      timer.abort();
    }
    this.#listeners.onStatus(this);
  }

  #scope(): ExecutionScope {
    const { arn, name, stateMachineArn, stateMachineName, roleArn, input, session } = this.start;
    const common = { runtime: this.#runtime, arn, name, stateMachineArn, stateMachineName, roleArn, input, session };
    const redriveCount = this.start.express === "synchronous" ? undefined : this.redriveCount;
    const redriven = this.redriveDate === undefined ? {} : { redriveTime: this.redriveDate };
    return { ...common, startTime: this.startDate, history: this.history, redriveCount, ...redriven };
  }

  #watchTimeout(signal: AbortSignal): void {
    const { machine, express } = this.start;
    const seconds =
      express === undefined ? machine.TimeoutSeconds : Math.min(machine.TimeoutSeconds ?? maxExpressSeconds, maxExpressSeconds);
    if (seconds === undefined) return;
    this.#runtime.clock.sleep(seconds, "timeout", signal).then(
      () => this.#controller.abort(new ExecutionStopped("TIMED_OUT")),
      () => undefined,
    );
  }

  #succeed(output: Data): void {
    this.output = output;
    this.#end("SUCCEEDED", "ExecutionSucceeded", "executionSucceeded", { output: output.text, outputDetails: { truncated: false } });
  }

  #fail(thrown: unknown): void {
    if (thrown instanceof ExecutionStopped) {
      this.error = thrown.error;
      this.cause = thrown.detail;
      this.#endStopped(thrown);
      return;
    }
    const failure = thrown instanceof StateFailure ? thrown : defect(thrown);
    this.error = failure.error;
    this.cause = failure.detail;
    this.#end("FAILED", "ExecutionFailed", "executionFailed", errorDetails(failure));
  }

  #endStopped(stopped: ExecutionStopped): void {
    const details = errorDetails(stopped);
    if (stopped.status === "ABORTED") this.#end("ABORTED", "ExecutionAborted", "executionAborted", details);
    else if (stopped.status === "TIMED_OUT") this.#end("TIMED_OUT", "ExecutionTimedOut", "executionTimedOut", details);
    else this.#end("FAILED", "ExecutionFailed", "executionFailed", details);
  }

  #end(status: ExecutionStatus, type: string, name: string, value: JsonObject): void {
    this.history.add(this.#cursor, type, { name, value });
    this.stopDate = this.#runtime.clock.now();
    this.status = status;
    this.#controller.abort(new ExecutionStopped("ABORTED"));
  }
}

/** The version and the alias that an execution was started by. */
export function qualifiersOf({ stateMachineVersionArn, stateMachineAliasArn }: ExecutionStart): JsonObject {
  return {
    ...(stateMachineVersionArn === undefined ? {} : { stateMachineVersionArn }),
    ...(stateMachineAliasArn === undefined ? {} : { stateMachineAliasArn }),
  };
}

/** A mistake of the engine itself ends the execution visibly. */
function defect(thrown: unknown): StateFailure {
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new StateFailure(errorNames.runtime, `The engine failed: ${text}`);
}
