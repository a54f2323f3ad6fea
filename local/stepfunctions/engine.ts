/** The engine: machines, their executions, and what they share. */
import { randomUUID } from "node:crypto";
import { checkArn, executionArn, splitTestCase } from "./arns.ts";
import { realClock } from "./clock.ts";
import type { Machine } from "./definition/asl.ts";
import { readDefinition } from "./definition/read.ts";
import { childDescription, executionDescription, executionSummary, statusEvent } from "./describe.ts";
import type { Engine, EngineOptions, ExecutionResult } from "./engine-types.ts";
import { Execution, type ExecutionListeners } from "./execution.ts";
import { readInput } from "./execution-input.ts";
import { Executions } from "./executions.ts";
import type { HistoryEvent } from "./history.ts";
import type { Data } from "./json.ts";
import { Machines, machineDescription } from "./machines.ts";
import { MapRuns } from "./map/map-runs.ts";
import { MockSession } from "./mock-session.ts";
import type { MockSource } from "./mocks.ts";
import { checkName, checkTags } from "./names.ts";
import type { ChildExecution, ChildRequest, Runtime } from "./scope.ts";
import { TokenRegistry } from "./task-tokens.ts";

/**
 * Makes an engine; it holds everything in memory.
 *
 * @example
 * const engine = createEngine({ clock: virtualClock(), integrations: noIntegrations, mocks });
 * const { status, output } = await engine.run(definition, { environment: "test" });
 */
export function createEngine(options: EngineOptions): Engine {
  const clock = options.clock ?? realClock();
  const home = { region: options.region ?? "us-east-1", accountId: options.accountId ?? "123456789012" };
  const machines = new Machines(home, () => clock.now());
  const executions = new Executions();
  const tokens = new TokenRegistry();
  const historyListeners = new Set<(executionArn: string, event: HistoryEvent) => void>();

  const listeners: ExecutionListeners = {
    onEvent: (execution, event) => {
      for (const listener of historyListeners) shielded(() => listener(execution.start.arn, event));
    },
    onStatus: (execution) => shielded(() => options.onStatusChange?.(statusEvent(execution))),
  };
  const runtime: Runtime = {
    clock,
    integrations: options.integrations,
    objects: options.s3,
    region: home.region,
    random: options.random ?? Math.random,
    taskTokens: tokens,
    startChild: (request) => startChild(request),
    startMapRun: (request) => mapRuns.start(request),
  };
  const mapRuns = new MapRuns(runtime, executions, listeners);

  const begin = (machine: Begin, name: string | undefined, input: Data, session: MockSession): Execution => {
    const executionName = name === undefined ? randomUUID() : checkName(name, "name");
    const arn = executionArn(machine.arn, executionName);
    const running = executions.same(arn, input.text);
    if (running !== undefined) return running;
    const { machine: definition, definition: text, roleArn } = machine;
    const start = { arn, name: executionName, stateMachineArn: machine.arn, stateMachineName: machine.name, roleArn };
    return executions.add(new Execution({ ...start, machine: definition, definition: text, input, session }, runtime, listeners));
  };

  const sources = (extra?: MockSource): MockSource[] => [extra, options.mocks].filter((source) => source !== undefined);

  const startChild = (request: ChildRequest): ChildExecution => {
    const { arn, testCase } = splitTestCase(request.stateMachineArn);
    const machine = machines.find(arn);
    const session = new MockSession(machine.name, request.session.sources, testCase);
    const child = begin(machine, request.name, readInput(request.input), session);
    return {
      arn: child.start.arn,
      startDate: child.startDate,
      ended: child.ended.then(() => childDescription(child)),
      stop: (error, cause) => child.stop(error, cause),
    };
  };

  return {
    clock,
    createStateMachine: (input) => {
      const { arn, creationDate } = machines.create(input);
      return { stateMachineArn: arn, creationDate };
    },
    updateStateMachine: (input) => ({ revisionId: machines.update(input), updateDate: clock.now() }),
    describeStateMachine: ({ stateMachineArn }) => machineDescription(machines.find(stateMachineArn)),
    describeStateMachineForExecution: ({ executionArn: arn }) => executions.machineOf(arn),
    listStateMachines: () => ({ stateMachines: machines.list() }),
    deleteStateMachine: ({ stateMachineArn }) => machines.delete(stateMachineArn),
    startExecution: ({ stateMachineArn, name, input }) => {
      const { arn, testCase } = splitTestCase(stateMachineArn);
      const machine = machines.find(arn);
      const { start, startDate } = begin(machine, name, readInput(input ?? "{}"), new MockSession(machine.name, sources(), testCase));
      return { executionArn: start.arn, startDate };
    },
    describeExecution: ({ executionArn: arn }) => executionDescription(executions.find(arn)),
    getExecutionHistory: ({ executionArn: arn }) => ({ events: executions.find(arn).history.events }),
    stopExecution: ({ executionArn: arn, error, cause }) => {
      const execution = executions.find(arn);
      execution.stop(error, cause);
      return { stopDate: execution.stopDate ?? clock.now() };
    },
    listExecutions: ({ stateMachineArn, mapRunArn, statusFilter }) => {
      if (stateMachineArn !== undefined) machines.find(stateMachineArn);
      const all = executions
        .list({ stateMachineArn, mapRunArn })
        .filter(({ status }) => statusFilter === undefined || status === statusFilter);
      return { executions: all.map(executionSummary) };
    },
    describeMapRun: ({ mapRunArn }) => mapRuns.describe(checkArn(mapRunArn, "mapRun")),
    listMapRuns: ({ executionArn: arn }) => ({ mapRuns: mapRuns.list(executions.find(arn).start.arn) }),
    sendTaskSuccess: ({ taskToken, output }) => tokens.succeed(taskToken, output),
    sendTaskFailure: ({ taskToken, error, cause }) => tokens.fail(taskToken, error, cause),
    sendTaskHeartbeat: ({ taskToken }) => tokens.heartbeat(taskToken),
    tagResource: ({ resourceArn, tags }) => {
      const stored = machines.find(resourceArn);
      for (const [key, value] of checkTags(tags)) stored.tags.set(key, value);
    },
    untagResource: ({ resourceArn, tagKeys }) => {
      const stored = machines.find(resourceArn);
      for (const key of tagKeys) stored.tags.delete(key);
    },
    listTagsForResource: ({ resourceArn }) => ({ tags: [...machines.find(resourceArn).tags].map(([key, value]) => ({ key, value })) }),
    waitFor: async (arn) => {
      const execution = executions.find(arn);
      await execution.ended;
      return executionDescription(execution);
    },
    run: async (definition, input, { mocks, name } = {}) => {
      const read = readDefinition(definition);
      const machine = { ...unnamed(home), machine: read.machine, definition: read.text };
      const execution = begin(machine, name, readInput(JSON.stringify(input ?? {})), new MockSession(machine.name, sources(mocks)));
      await execution.ended;
      return result(execution);
    },
    onHistoryEvent: (listener) => {
      historyListeners.add(listener);
      return () => historyListeners.delete(listener);
    },
    close: async () => {
      const running = executions.running();
      for (const execution of running) execution.stop();
      await Promise.all(running.map(({ ended }) => ended));
      await options.integrations.close?.();
    },
  };
}

/** A listener that fails must not change how an execution ends; it is warned of instead. */
function shielded(tell: () => void): void {
  try {
    tell();
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : new Error(String(error)));
  }
}

interface Begin {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly machine: Machine;
  readonly definition: string;
}

/** `run` needs no machine in the registry. */
function unnamed({ region, accountId }: { region: string; accountId: string }): { arn: string; name: string; roleArn: string } {
  const name = "StateMachine";
  return { arn: `arn:aws:states:${region}:${accountId}:stateMachine:${name}`, name, roleArn: `arn:aws:iam::${accountId}:role/${name}` };
}

function result(execution: Execution): ExecutionResult {
  const { status, output, error, cause, history, start } = execution;
  return {
    executionArn: start.arn,
    status: status as ExecutionResult["status"],
    ...(output === undefined ? {} : { output: output.value }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    events: history.events,
  };
}
