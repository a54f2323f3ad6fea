/** Runs the tested state once, and says what an execution would do next: go on, retry, catch or fail. */
import { randomUUID } from "node:crypto";
import { expressTestArn, type Home, stateMachineArn } from "../arns.ts";
import type { State } from "../definition/asl.ts";
import { parseResource } from "../definition/resource.ts";
import { ApiError, StateFailure } from "../errors.ts";
import { History } from "../history.ts";
import { Data } from "../json.ts";
import { MockSession } from "../mock-session.ts";
import type { MockSource } from "../mocks.ts";
import { withinLimit } from "../quotas.ts";
import { matchingRetrier, retryDelay } from "../retry.ts";
import type { Runtime, Scope } from "../scope.ts";
import type { Maybe } from "../states/flow.ts";
import { canFail, caught, execute } from "../states/run-state.ts";
import { type Outcome, StateCall } from "../states/state-call.ts";
import { Trail } from "../trail.ts";
import { type ErrorDetails, Inspection } from "./inspection.ts";
import { runMockedGroup } from "./mocked-group.ts";
import { readRequest } from "./read-request.ts";
import type { ResultModels, StateTest, TestStateInput, TestStateResult } from "./types.ts";

/** @throws ApiError when the request or its mock is wrong */
export async function runTest(input: TestStateInput, runtime: Runtime, home: Home, models?: ResultModels): Promise<TestStateResult> {
  const test = readRequest(input);
  await checkResult(test, models);
  const inspection = new Inspection(test);
  const call = callOf(test, runtime, home, inspection);
  try {
    const { output, next } = await outcomeOf(test, call);
    const limited = withinLimit(new Data(output), test.name);
    return answer("SUCCEEDED", test, inspection, {}, { output: limited.text, ...(next === undefined ? {} : { nextState: next }) });
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
    return failed(error, test, call, inspection);
  }
}

function outcomeOf(test: StateTest, call: StateCall): Maybe<Outcome> {
  const { state, mock } = test;
  if (mock !== undefined && (state.Type === "Map" || state.Type === "Parallel")) return runMockedGroup(state, mock, test, call);
  return execute(state, call);
}

async function failed(failure: StateFailure, test: StateTest, call: StateCall, inspection: Inspection): Promise<TestStateResult> {
  const { Retry, Catch } = canFail(test.state) ?? {};
  const { error, detail: cause } = failure;
  const about = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
  const retrier = matchingRetrier(Retry, failure);
  const retry = retrier === undefined ? {} : { retryIndex: Retry?.indexOf(retrier) ?? 0 };
  if (retrier !== undefined && test.retries < (retrier.MaxAttempts ?? 3)) {
    const retryBackoffIntervalSeconds = retryDelay(retrier, test.retries, call.scope.execution.runtime.random);
    return answer("RETRIABLE", test, inspection, { ...retry, retryBackoffIntervalSeconds }, about);
  }
  try {
    const { output, next = "" } = await caught(test.state, failure, call);
    const catchIndex = Catch?.findIndex(({ Next }) => Next === next) ?? 0;
    return answer("CAUGHT_ERROR", test, inspection, { ...retry, catchIndex }, { ...about, output: new Data(output).text, nextState: next });
  } catch (second) {
    if (second !== failure) throw second;
    return answer("FAILED", test, inspection, retry, about);
  }
}

function answer(
  status: TestStateResult["status"],
  test: StateTest,
  inspection: Inspection,
  errorDetails: ErrorDetails,
  rest: Omit<TestStateResult, "status" | "inspectionData">,
): TestStateResult {
  return { status, ...rest, ...(test.inspects ? { inspectionData: inspection.data(errorDetails) } : {}) };
}

/** @throws ApiError ValidationException when the service could not have answered so */
async function checkResult({ state, mock }: StateTest, models: ResultModels | undefined): Promise<void> {
  if (state.Type !== "Task" || mock === undefined || !("result" in mock) || mock.mode === "NONE") return;
  const resource = parseResource(state.Resource);
  const problem = resource && (await models?.problem(resource, mock.result, mock.mode));
  if (problem !== undefined) throw new ApiError("ValidationException", `Mock result schema validation error: ${problem}`);
}

/** The state's visit, in an execution that leaves no trace. */
function callOf(test: StateTest, runtime: Runtime, home: Home, inspection: Inspection): StateCall {
  const { name, state, input, mock, context } = test;
  const now = runtime.clock.now();
  const machineName = randomUUID();
  const executionName = randomUUID();
  const trail = new Trail();
  const { variables } = trail;
  variables.assign(new Map([...test.variables].map(([variable, value]) => [variable, new Data(value)])), name);
  const history = new History(
    () => runtime.clock.now(),
    () => undefined,
  );
  const cursor = { previousEventId: 0 };
  history.add(cursor, "ExecutionStarted");
  const enteredId = history.add(cursor, `${state.Type}StateEntered`);
  const scope: Scope = {
    execution: {
      runtime,
      arn: expressTestArn(home, machineName, executionName),
      name: executionName,
      stateMachineArn: stateMachineArn(home, machineName),
      stateMachineName: machineName,
      roleArn: test.roleArn ?? `arn:aws:iam::${home.accountId}:role/${machineName}`,
      input,
      startTime: now,
      history,
      session: new MockSession(machineName, sourcesOf(mock)),
      redriveCount: undefined,
      ...(context === undefined ? {} : { givenContext: context }),
    },
    machine: { StartAt: name, States: { [name]: state as State } },
    cursor,
    signal: new AbortController().signal,
    iterations: [],
    variables,
    trail,
    inParallel: false,
    inspect: (member, value) => inspection.note(member, value),
  };
  const call = new StateCall(name, input, scope, enteredId, now, canFail(state) !== undefined);
  if (canFail(state) !== undefined) call.retryCount = test.retries;
  return call;
}

function sourcesOf(mock: StateTest["mock"]): MockSource[] {
  if (mock === undefined) return [];
  if ("result" in mock) return [() => ({ return: mock.result })];
  const { error, cause } = mock;
  return [() => ({ throw: { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) } })];
}
