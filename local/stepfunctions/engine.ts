/** The engine: machines, their executions, and what they share. */
import { randomUUID } from "node:crypto";
import { Activities } from "./activities.ts";
import { executionArn, expressArn, type Home, splitTestCase, stateMachineArn } from "./arns.ts";
import { realClock } from "./clock.ts";
import { readDefinition } from "./definition/read.ts";
import { childDescription, executionDescription, executionSummary, statusEvent, syncDescription } from "./describe.ts";
import type { Engine, EngineOptions, ExecutionResult } from "./engine-types.ts";
import { ApiError } from "./errors.ts";
import { Execution, type ExecutionListeners, type ExecutionStart } from "./execution.ts";
import { readInput } from "./execution-input.ts";
import { Executions } from "./executions.ts";
import type { HistoryEvent } from "./history.ts";
import type { Data } from "./json.ts";
import { Machines, type Target } from "./machines.ts";
import { MapRuns } from "./map/map-runs.ts";
import { MockSession } from "./mock-session.ts";
import type { MockSource } from "./mocks.ts";
import { checkName } from "./names.ts";
import {
  activityOperations,
  definitionOperations,
  machineOperations,
  mapRunOperations,
  redriveOperations,
  tagOperations,
  testOperations,
  versionOperations,
} from "./operations/index.ts";
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
  const activities = new Activities(home, clock);
  const random = options.random ?? Math.random;
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
    random,
    taskTokens: tokens,
    activities,
    startChild: (request) => startChild(request),
    startMapRun: (request) => mapRuns.start(request),
  };
  const mapRuns = new MapRuns(runtime, executions, listeners);

  const begin = (machine: Begin, name: string | undefined, input: Data, session: MockSession): Execution => {
    const executionName = name === undefined ? randomUUID() : checkName(name, "name");
    const arn = (machine.express === undefined ? executionArn : expressArn)(machine.stateMachineArn, executionName);
    const running = executions.same(arn, input.text);
    if (running !== undefined) return running;
    return executions.add(new Execution({ ...machine, arn, name: executionName, input, session }, runtime, listeners));
  };

  /** Starts the machine, the version or the alias of an ARN, with the mocks of the test case behind it. */
  const start = (
    arn: string,
    name: string | undefined,
    input: string | object,
    sources: readonly MockSource[],
    express: Express,
  ): Execution => {
    const { arn: targetArn, testCase } = splitTestCase(arn);
    const target = machines.target(targetArn, random);
    const isExpress = target.stored.type === "EXPRESS";
    if (express === "synchronous" && !isExpress) {
      throw new ApiError("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine");
    }
    const session = new MockSession(target.stored.name, sources, testCase);
    return begin({ ...beginning(target), ...(isExpress ? { express } : {}) }, name, readInput(input), session);
  };

  const sources = (extra?: MockSource): MockSource[] => [extra, options.mocks].filter((source) => source !== undefined);

  const startChild = (request: ChildRequest): ChildExecution => {
    const child = start(request.stateMachineArn, request.name, request.input, request.session.sources, "asynchronous");
    return {
      arn: child.start.arn,
      startDate: child.startDate,
      ended: child.ended.then(() => childDescription(child)),
      stop: (error, cause) => child.stop(error, cause),
    };
  };

  return {
    clock,
    ...activityOperations(activities),
    ...definitionOperations(),
    ...machineOperations(machines, () => clock.now(), random),
    ...mapRunOperations(mapRuns, executions),
    ...redriveOperations(executions, () => clock.now()),
    ...tagOperations(machines, activities),
    ...testOperations(runtime, home, options.resultModels),
    ...versionOperations(machines),
    describeStateMachineForExecution: ({ executionArn: arn }) => executions.machineOf(arn),
    startExecution: ({ stateMachineArn: arn, name, input }) => {
      const execution = start(arn, name, input ?? "{}", sources(), "asynchronous");
      return { executionArn: execution.start.arn, startDate: execution.startDate };
    },
    startSyncExecution: async ({ stateMachineArn: arn, name, input }) => {
      const execution = start(arn, name, input ?? "{}", sources(), "synchronous");
      await execution.ended;
      return syncDescription(execution);
    },
    describeExecution: ({ executionArn: arn }) => executionDescription(executions.find(arn)),
    getExecutionHistory: ({ executionArn: arn }) => ({ events: executions.find(arn).history.events }),
    stopExecution: ({ executionArn: arn, error, cause }) => {
      const execution = executions.find(arn);
      execution.stop(error, cause);
      return { stopDate: execution.stopDate ?? clock.now() };
    },
    listExecutions: ({ stateMachineArn, mapRunArn, statusFilter }) => {
      if (stateMachineArn !== undefined) machines.target(stateMachineArn, random);
      const all = executions
        .list({ stateMachineArn, mapRunArn })
        .filter(({ status }) => statusFilter === undefined || status === statusFilter);
      return { executions: all.map(executionSummary) };
    },
    sendTaskSuccess: ({ taskToken, output }) => tokens.succeed(taskToken, output),
    sendTaskFailure: ({ taskToken, error, cause }) => tokens.fail(taskToken, error, cause),
    sendTaskHeartbeat: ({ taskToken }) => tokens.heartbeat(taskToken),
    waitFor: async (arn) => {
      const execution = executions.find(arn);
      await execution.ended;
      return executionDescription(execution);
    },
    run: async (definition, input, { mocks, name } = {}) => {
      const read = readDefinition(definition);
      const machine = { ...unnamed(home), machine: read.machine, definition: read.text };
      const session = new MockSession(machine.stateMachineName, sources(mocks));
      const execution = begin(machine, name, readInput(JSON.stringify(input ?? {})), session);
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

type Express = NonNullable<ExecutionStart["express"]>;
type Begin = Omit<ExecutionStart, "arn" | "name" | "input" | "session">;

function beginning({ stored, content, version, aliasArn }: Target): Begin {
  return {
    stateMachineArn: stored.arn,
    stateMachineName: stored.name,
    roleArn: content.roleArn,
    machine: content.machine,
    definition: content.definition,
    content,
    ...(version === undefined ? {} : { stateMachineVersionArn: version.arn }),
    ...(aliasArn === undefined ? {} : { stateMachineAliasArn: aliasArn }),
  };
}

/** `run` needs no machine in the registry. */
function unnamed(home: Home): Pick<Begin, "stateMachineArn" | "stateMachineName" | "roleArn"> {
  const name = "StateMachine";
  return { stateMachineArn: stateMachineArn(home, name), stateMachineName: name, roleArn: `arn:aws:iam::${home.accountId}:role/${name}` };
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
