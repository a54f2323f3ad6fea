import type { HistoryEvent, MockSource } from "../../local/stepfunctions/index.ts";
import { invoke, single, virtualEngine } from "./support.ts";

const chain = (states: Record<string, object>): object => {
  const names = Object.keys(states);
  const entries = Object.entries(states).map(([name, state], index) => {
    const next = names[index + 1];
    return [name, { ...(next === undefined ? { End: true } : { Next: next }), ...state }];
  });
  return { StartAt: names[0], States: Object.fromEntries(entries) };
};

const assignedIn = (events: readonly HistoryEvent[], name: string): unknown => {
  const exited = events.map((event) => event.stateExitedEventDetails as Record<string, unknown> | undefined);
  return exited.find((details) => details?.name === name)?.assignedVariables;
};

describe("variables", () => {
  it("have their values from the next state on", async () => {
    const definition = chain({
      First: { Type: "Pass", Assign: { n: 1 } },
      Path: { Type: "Pass", Assign: { n: 2, "before.$": "$n" }, Parameters: { "sees.$": "$n" } },
      Jsonata: {
        Type: "Pass",
        QueryLanguage: "JSONata",
        Assign: { n: "{% $n + 1 %}" },
        Output: { path: "{% $states.input %}", sees: "{% $n %}" },
      },
      Last: { Type: "Pass", Parameters: { "before.$": "$before", "n.$": "$n", "input.$": "$" } },
    });
    const { output, events } = await virtualEngine().run(definition, {});
    expect(output).toEqual({ before: 1, n: 3, input: { path: { sees: 1 }, sees: 2 } });
    expect(assignedIn(events, "Path")).toEqual({ before: "1", n: "2" });
    expect(assignedIn(events, "Last")).toBeUndefined();
  });

  it("are read by every field of JSONPath states that takes a path", async () => {
    const definition = chain({
      Set: { Type: "Pass", Assign: { list: [3, 4], o: { deep: [{ x: 5 }] }, seconds: 7, many: "1", limit: "9", key: "k" } },
      Wait: { Type: "Wait", SecondsPath: "$seconds" },
      Input: { Type: "Pass", InputPath: "$o.deep[0]", ResultPath: "$.first" },
      Text: {
        Type: "Pass",
        Parameters: { "t.$": "States.Format('{}/{}', $key, $o.deep[0].x)", "all.$": "$o.deep[*].x" },
        ResultPath: "$.second",
      },
      Map: {
        Type: "Map",
        ItemsPath: "$list",
        MaxConcurrencyPath: "$many",
        ItemSelector: { "v.$": "$$.Map.Item.Value", "k.$": "$key" },
        ItemProcessor: single({ Type: "Pass", OutputPath: "$.v" }, "Inner"),
        ResultPath: "$.third",
      },
      Choice: {
        Type: "Choice",
        End: undefined,
        Next: undefined,
        Choices: [{ Variable: "$list[1]", NumericLessThanPath: "$seconds", Next: "Done" }],
      },
      Done: { Type: "Pass", OutputPath: "$" },
    });
    const engine = virtualEngine();
    const { output, cause } = await engine.run(definition, {});
    expect(cause).toBeUndefined();
    expect(output).toEqual({ first: { x: 5 }, second: { t: "k/5", all: [5] }, third: [3, 4] });
    expect(engine.elapsed()).toBe(7);
  });

  it("take a Task's result, a Choice rule's and a Catch's values", async () => {
    const rules = [{ Variable: "$.Payload", NumericEquals: 1, Assign: { "chosen.$": "$.Payload" }, Next: "Fails" }];
    const definition = chain({
      Works: { ...invoke, ResultSelector: { "Payload.$": "$.Payload" }, Assign: { "status.$": "$.StatusCode" } },
      Choose: { Type: "Choice", Next: undefined, Choices: rules, Default: "Fails", Assign: { chosen: "default" } },
      Fails: { ...invoke, Catch: [{ ErrorEquals: ["States.ALL"], Assign: { "name.$": "$.Error" }, ResultPath: "$.error", Next: "Done" }] },
      Done: { Type: "Pass", Parameters: { "status.$": "$status", "chosen.$": "$chosen", "name.$": "$name", "cause.$": "$.error.Cause" } },
    });
    const mocks: MockSource = ({ stateName }) =>
      stateName === "Works" ? { return: { Payload: 1, StatusCode: 200 } } : { throw: { error: "E", cause: "c" } };
    const { output } = await virtualEngine({ mocks }).run(definition, {});
    expect(output).toEqual({ status: 200, chosen: 1, name: "E", cause: "c" });
  });

  it("of outer scopes are read in branches and iterations, which have their own and forget them", async () => {
    const inner = chain({
      Set: { Type: "Pass", Assign: { "mine.$": "States.MathAdd($, $base)" } },
      Get: { Type: "Pass", InputPath: "$mine" },
    });
    const definition = chain({
      Base: { Type: "Pass", Assign: { base: 10 } },
      Map: { Type: "Map", ItemProcessor: inner, Assign: { "sums.$": "$" } },
      Gone: { Type: "Pass", QueryLanguage: "JSONata", Output: { sums: "{% $sums %}", mine: "{% $exists($mine) %}" } },
    });
    const { output, cause } = await virtualEngine().run(definition, [1, 2, 3]);
    expect(cause).toBeUndefined();
    expect(output).toEqual({ sums: [11, 12, 13], mine: false });
  });

  it("are not seen by the child executions of a distributed Map", async () => {
    const processor = {
      ...single({ Type: "Pass", QueryLanguage: "JSONata", Output: "{% $exists($outer) %}" }, "Inner"),
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
    };
    const definition = chain({ Set: { Type: "Pass", Assign: { outer: 1 } }, Map: { Type: "Map", ItemProcessor: processor } });
    expect((await virtualEngine().run(definition, [1])).output).toEqual([false]);
  });

  it("of branches that run beside each other don't meet", async () => {
    const branch = (value: number): object =>
      chain({
        [`Set${value}`]: { Type: "Pass", Assign: { x: value } },
        [`Wait${value}`]: { Type: "Wait", Seconds: 10 - value },
        [`Get${value}`]: { Type: "Pass", InputPath: "$x" },
      });
    const { output } = await virtualEngine().run(single({ Type: "Parallel", Branches: [branch(1), branch(2), branch(3)] }), {});
    expect(output).toEqual([1, 2, 3]);
  });

  it("that have no value fail the state that reads them", async () => {
    const read = { status: "FAILED", error: "States.ParameterPathFailure" };
    const { status, error, cause } = await virtualEngine().run(single({ Type: "Pass", Parameters: { "a.$": "$nope" } }), {});
    expect({ status, error }).toEqual(read);
    expect(cause).toMatch(/The JSONPath '\$nope' specified for the field 'a\.\$' could not be found/);
    const choice = { Type: "Choice", End: undefined, Choices: [{ Variable: "$nope", IsPresent: false, Next: "Done" }] };
    const definition = { StartAt: "State", States: { State: choice, Done: { Type: "Succeed" } } };
    expect((await virtualEngine().run(definition, { a: 1 })).status).toBe("SUCCEEDED");
  });

  it("hold at most 256 KiB a state, and 10 MiB an execution", async () => {
    const large = "x".repeat(200_000);
    const two = single({
      Type: "Pass",
      QueryLanguage: "JSONata",
      Output: 1,
      Assign: { a: "{% $states.input %}", b: "{% $states.input %}" },
    });
    expect(await virtualEngine().run(two, large)).toMatchObject({
      error: "States.DataLimitExceeded",
      cause: expect.stringMatching(/262144/),
    });
    const states = Array.from({ length: 60 }, (_, index) => [`S${index}`, { Type: "Pass", Assign: { [`v${index}`]: large } }]);
    const { error, cause, events } = await virtualEngine().run(chain(Object.fromEntries(states)), {});
    expect(error).toBe("States.DataLimitExceeded");
    expect(cause).toMatch(/'S52'.* exceed 10485760 bytes/);
    expect(events.filter(({ type }) => type === "PassStateExited")).toHaveLength(52);
    const loop = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`S${index}`, { Type: "Pass", Assign: { v: large } }]));
    expect((await virtualEngine().run(chain(loop), {})).status).toBe("SUCCEEDED");
  });
});
