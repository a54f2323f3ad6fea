/** Map Runs: the bookkeeping of distributed Maps and their child executions. */
import { createHash, randomUUID } from "node:crypto";
import { executionArn, mapRunArn } from "../arns.ts";
import { itemProcessor, type Machine, type MapState } from "../definition/asl.ts";
import { childDescription } from "../describe.ts";
import { ApiError } from "../errors.ts";
import { Execution, type ExecutionListeners } from "../execution.ts";
import type { Executions } from "../executions.ts";
import type { JsonObject } from "../json.ts";
import { maxExpressSeconds } from "../quotas.ts";
import type { ChildOutcome, ChildRun, MapRun, MapRunRequest, Runtime } from "../scope.ts";
import { Counts } from "./counts.ts";
import type { MapRunLimits } from "./limits.ts";

interface Stored {
  readonly request: MapRunRequest;
  readonly arn: string;
  readonly stateMachineArn: string;
  readonly startDate: number;
  readonly items: Counts;
  readonly executions: Counts;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  stopDate: number | undefined;
}

export class MapRuns {
  readonly #runtime: Runtime;
  readonly #executions: Executions;
  readonly #listeners: ExecutionListeners;
  readonly #byArn = new Map<string, Stored>();

  constructor(runtime: Runtime, executions: Executions, listeners: ExecutionListeners) {
    this.#runtime = runtime;
    this.#executions = executions;
    this.#listeners = listeners;
  }

  start(request: MapRunRequest): MapRun {
    const label = request.state.Label ?? generatedLabel(request.stateName);
    const { stateMachineArn } = request.execution;
    const stored: Stored = {
      request,
      arn: mapRunArn(stateMachineArn, label),
      stateMachineArn: `${stateMachineArn}/${label}`,
      startDate: this.#runtime.clock.now(),
      items: new Counts(),
      executions: new Counts(),
      status: "RUNNING",
      stopDate: undefined,
    };
    this.#byArn.set(stored.arn, stored);
    return {
      arn: stored.arn,
      expect: (items, executions) => {
        stored.items.total(items);
        stored.executions.total(executions);
      },
      runChild: (child) => this.#runChild(stored, child),
      written: () => {
        stored.items.resultsWritten();
        stored.executions.resultsWritten();
      },
      finish: (status) => {
        stored.status = status;
        stored.stopDate = this.#runtime.clock.now();
        stored.items.abortPending();
        stored.executions.abortPending();
      },
    };
  }

  async #runChild(stored: Stored, { input, items, index, signal }: ChildRun): Promise<ChildOutcome> {
    const { execution: parent, state, iterations } = stored.request;
    const machine = childMachine(state);
    const name = randomUUID();
    const execution = this.#executions.add(
      new Execution(
        {
          arn: executionArn(stored.stateMachineArn, name),
          name,
          stateMachineArn: stored.stateMachineArn,
          stateMachineName: parent.stateMachineName,
          roleArn: parent.roleArn,
          machine,
          definition: JSON.stringify(machine),
          input,
          session: parent.session,
          mapRunArn: stored.arn,
          itemCount: items,
          iterations: [...iterations, index],
        },
        this.#runtime,
        this.#listeners,
      ),
    );
    stored.items.started(items);
    stored.executions.started(1);
    const stop = (): void => execution.stop();
    signal.addEventListener("abort", stop, { once: true });
    await execution.ended;
    signal.removeEventListener("abort", stop);
    const status = execution.status as ChildOutcome["status"];
    stored.items.ended(status, items);
    stored.executions.ended(status, 1);
    const { output, error, cause } = execution;
    return {
      status,
      ...(output === undefined ? {} : { output }),
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
      description: childDescription(execution),
    };
  }

  /** @throws ApiError ResourceNotFound */
  describe(arn: string): JsonObject {
    const stored = this.#find(arn);
    const { request } = stored;
    return {
      mapRunArn: stored.arn,
      executionArn: request.execution.arn,
      status: stored.status,
      startDate: stored.startDate,
      ...(stored.stopDate === undefined ? {} : { stopDate: stored.stopDate }),
      maxConcurrency: request.limits.maxConcurrency,
      toleratedFailurePercentage: request.limits.tolerance.percentage,
      toleratedFailureCount: request.limits.tolerance.count,
      itemCounts: stored.items.description(),
      executionCounts: stored.executions.description(),
      redriveCount: 0,
    };
  }

  /** @throws ApiError ResourceNotFound, or ValidationException when the Map Run has ended */
  update(arn: string, limits: Parameters<MapRunLimits["update"]>[0]): void {
    const { request, status } = this.#find(arn);
    if (status !== "RUNNING") throw new ApiError("ValidationException", "Map Run is in a terminal state and can no longer be updated");
    request.limits.update(limits);
  }

  #find(arn: string): Stored {
    const stored = this.#byArn.get(arn);
    if (stored !== undefined) return stored;
    throw new ApiError("ResourceNotFound", `Resource not found: '${arn}'`);
  }

  list(arn: string): readonly JsonObject[] {
    const runs = [...this.#byArn.values()].filter(({ request }) => request.execution.arn === arn);
    return runs.map(({ arn: run, stateMachineArn, startDate, stopDate }) => ({
      executionArn: arn,
      mapRunArn: run,
      stateMachineArn,
      startDate,
      ...(stopDate === undefined ? {} : { stopDate }),
    }));
  }
}

/** Express children end after five minutes at the latest. */
function childMachine(state: MapState): Machine {
  const processor = itemProcessor(state);
  if (processor.ProcessorConfig?.ExecutionType !== "EXPRESS") return processor;
  return { ...processor, TimeoutSeconds: Math.min(processor.TimeoutSeconds ?? maxExpressSeconds, maxExpressSeconds) };
}

/** A Map without a Label gets one like a UUID, here the same on every run. */
function generatedLabel(stateName: string): string {
  const hex = createHash("sha256").update(stateName).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
