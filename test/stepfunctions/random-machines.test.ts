import fc from "fast-check";
import type { HistoryEvent } from "../../local/stepfunctions/index.ts";
import { invoke, virtualEngine } from "./support.ts";

type Chain = { readonly steps: readonly object[] };

/** Machines of a few states in a row, with branches and iterations inside; some states fail, some of them are caught. */
const machine = fc.letrec<{ machine: object; step: object }>((tie) => ({
  step: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ Type: fc.constant("Pass"), Result: fc.jsonValue({ maxDepth: 1 }) }),
    fc.record({ Type: fc.constant("Wait"), Seconds: fc.integer({ min: 0, max: 100 }) }),
    fc.record({ ...constants(invoke), TimeoutSeconds: fc.integer({ min: 1, max: 5 }), Retry: retries(), Catch: catches() }),
    fc.constant({ Type: "Fail", Error: "Chosen" }),
    fc.record({
      Type: fc.constant("Parallel"),
      Branches: fc.array(tie("machine"), { minLength: 1, maxLength: 3 }),
      Retry: retries(),
      Catch: catches(),
    }),
    fc.record({
      Type: fc.constant("Map"),
      ItemsPath: fc.constant("$$.Execution.Input.items"),
      MaxConcurrency: fc.integer({ min: 0, max: 3 }),
      ItemProcessor: fc
        .tuple(tie("machine"), fc.boolean())
        .map(([inner, distributed]) =>
          distributed ? { ...inner, ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } } : inner,
        ),
      Catch: catches(),
    }),
  ),
  machine: fc.array(tie("step"), { minLength: 1, maxLength: 3 }).map((steps) => toMachine({ steps })),
})).machine;

function constants(value: object): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fc.constant(member)]));
}

function retries(): fc.Arbitrary<object[]> {
  return fc.array(fc.record({ ErrorEquals: fc.constant(["Mocked"]), MaxAttempts: fc.integer({ min: 0, max: 2 }) }), { maxLength: 1 });
}

function catches(): fc.Arbitrary<object[]> {
  return fc.array(fc.record({ ErrorEquals: fc.constantFrom(["States.ALL"], ["Mocked"], ["Chosen"]), Next: fc.constant("Caught") }), {
    maxLength: 1,
  });
}

function toMachine({ steps }: Chain): object {
  const states = steps.map((step, index) => {
    const ends = (step as { Type: string }).Type === "Fail";
    const next = index + 1 < steps.length ? { Next: `S${index + 1}` } : { End: true };
    return [`S${index}`, { ...step, ...(ends ? {} : next) }] as const;
  });
  return { StartAt: "S0", States: { ...Object.fromEntries(states), Caught: { Type: "Succeed" } } };
}

function check(events: readonly HistoryEvent[]): void {
  const terminal = events.filter(({ type }) => /^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(type));
  expect(terminal).toEqual([events.at(-1)]);
  events.forEach(({ id, previousEventId, type }, index) => {
    expect(id).toBe(index + 1);
    expect(previousEventId).toBeLessThan(id);
    if (index > 1) expect(`${previousEventId} ${type}`).not.toMatch(/^0 /);
  });
  const entered = events.filter(({ type }) => type.endsWith("StateEntered")).length;
  const left = events.filter(({ type }) => type.endsWith("StateExited")).length;
  expect(left).toBeLessThanOrEqual(entered);
}

describe("any machine", () => {
  it("ends with one last event, and every event points at an earlier one", async () => {
    await fc.assert(
      fc.asyncProperty(
        machine,
        fc.array(fc.constantFrom("good", "bad", "slow"), { minLength: 1, maxLength: 6 }),
        async (definition, plan) => {
          let calls = 0;
          const engine = virtualEngine({
            mocks: () => {
              calls += 1;
              const kind = plan[calls % plan.length];
              return kind === "bad" ? { throw: { error: "Mocked" } } : { return: calls, ...(kind === "slow" ? { afterSeconds: 3 } : {}) };
            },
          });
          const { events, status, executionArn } = await engine.run(definition, { items: [1, 2] });
          expect(status).toMatch(/^(SUCCEEDED|FAILED)$/);
          check(events);
          for (const { mapRunArn } of engine.listMapRuns({ executionArn }).mapRuns) {
            const { executions } = engine.listExecutions({ mapRunArn: String(mapRunArn) });
            for (const child of executions) {
              expect(child.status).not.toBe("RUNNING");
              check(engine.getExecutionHistory({ executionArn: child.executionArn }).events);
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("that is stopped at any event ends as ABORTED, with its children", async () => {
    await fc.assert(
      fc.asyncProperty(machine, fc.integer({ min: 1, max: 20 }), async (definition, at) => {
        const engine = virtualEngine({ mocks: () => ({ return: 1, afterSeconds: 2 }) });
        let stopped = false;
        const { stateMachineArn } = engine.createStateMachine({ name: "m", definition });
        const { executionArn } = engine.startExecution({ stateMachineArn, input: { items: [1, 2] } });
        engine.onHistoryEvent((arn, event) => {
          if (arn !== executionArn || event.id !== at) return;
          queueMicrotask(() => {
            stopped = engine.describeExecution({ executionArn }).status === "RUNNING";
            engine.stopExecution({ executionArn });
          });
        });
        const { status } = await engine.waitFor(executionArn);
        const { events } = engine.getExecutionHistory({ executionArn });
        if (stopped) expect(status).toBe("ABORTED");
        check(events);
        for (const { mapRunArn } of engine.listMapRuns({ executionArn }).mapRuns) {
          const { executions } = engine.listExecutions({ mapRunArn: String(mapRunArn) });
          expect(executions.filter((child) => child.status === "RUNNING")).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });
});
