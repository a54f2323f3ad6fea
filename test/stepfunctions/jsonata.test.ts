import fc from "fast-check";
import type { ExecutionResult, MockSource } from "../../local/stepfunctions/index.ts";
import { memoryStore, single, types, virtualEngine } from "./support.ts";

const jsonata = (states: Record<string, object>): object => ({ QueryLanguage: "JSONata", StartAt: Object.keys(states)[0], States: states });
const one = (state: object): object => jsonata({ State: { End: true, ...state } });
const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Arguments: { FunctionName: "f" } };

const run = (definition: object, input: unknown = {}, mocks?: MockSource): Promise<ExecutionResult> =>
  virtualEngine(mocks === undefined ? {} : { mocks }).run(definition, input);

/** What an expression gives, or the part of the cause that comes after the sentence naming it. */
const evaluate = async (source: string, input: unknown = {}): Promise<unknown> => {
  const { status, output, error, cause } = await run(one({ Type: "Pass", Output: `{% ${source} %}` }), input);
  if (status === "SUCCEEDED") return output;
  expect(error).toBe("States.QueryEvaluationError");
  const sentence = `An error occurred while executing the state 'State' (entered at the event id #2). The JSONata expression '${source}' specified for the field 'Output' `;
  expect(cause?.startsWith(sentence)).toBe(true);
  return `! ${cause?.slice(sentence.length)}`;
};

describe("a JSONata state", () => {
  it("hands any JSON on unchanged", async () => {
    const engine = virtualEngine();
    const copy = one({ Type: "Pass", Output: "{% $states.input %}" });
    const rebuilt = one({ Type: "Pass", Output: { a: ["{% $states.input.v %}"] } });
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        expect((await engine.run(copy, { v: value })).output).toStrictEqual(JSON.parse(JSON.stringify({ v: value })));
        const { status, output, cause } = await engine.run(rebuilt, { v: value });
        expect(cause ?? status).toBe("SUCCEEDED");
        expect(output).toStrictEqual(JSON.parse(JSON.stringify({ a: [value] })));
      }),
    );
  });

  it("never changes what it reads", async () => {
    const states = {
      First: {
        Type: "Pass",
        Output: "{% ($clone := function($x) { $x }; $states.input ~> |$|{'b': 2}|) %}",
        Assign: { kept: "{% $states.input %}" },
        Next: "Second",
      },
      Second: { Type: "Pass", Output: { changed: "{% $states.input %}", kept: "{% $kept %}", list: "{% $kept.list[] %}" }, End: true },
    };
    const { output, events } = await run(jsonata(states), { a: 1, list: [[1]] });
    const input = { a: 1, list: [[1]] };
    expect(output).toStrictEqual({ changed: { ...input, b: 2 }, kept: input, list: [[1]] });
    expect(events[1]).toMatchObject({ stateEnteredEventDetails: { input: JSON.stringify(input) } });
  });

  it("evaluates texts that are expressions from the first to the last character, and no others", async () => {
    const output = { "a.$": "$.b", b: " {% 1 %}", c: ["{% 1 + 1 %}", { d: "{%$states.input.x%}" }], e: null };
    const expected = { "a.$": "$.b", b: " {% 1 %}", c: [2, { d: 7 }], e: null };
    expect((await run(one({ Type: "Pass", Output: output }), { x: 7 })).output).toEqual(expected);
  });

  it("of a Task sends Arguments, and reads input, result and context in Output", async () => {
    const state = {
      ...task,
      Arguments: { FunctionName: "f", Payload: "{% $states.input.n * 2 %}" },
      Credentials: { RoleArn: "{% 'arn:' & $states.input.n %}" },
      TimeoutSeconds: "{% $states.input.n %}",
      Output: { sent: "{% $states.result.Payload %}", was: "{% $states.input.n %}", state: "{% $states.context.State.Name %}" },
    };
    const echo: MockSource = ({ parameters, roleArn }) => ({ return: { ...(parameters as object), roleArn } });
    const { output, events } = await run(one(state), { n: 21 }, echo);
    expect(output).toEqual({ sent: 42, was: 21, state: "State" });
    const scheduled = events.find(({ type }) => type === "TaskScheduled");
    expect(scheduled).toMatchObject({ taskScheduledEventDetails: { timeoutInSeconds: 21, taskCredentials: { roleArn: "arn:21" } } });
  });

  it("without Arguments and Output sends its input and hands the result on", async () => {
    const { output } = await run(one({ ...task, Arguments: undefined }), { n: 1 }, ({ parameters }) => ({ return: [parameters] }));
    expect(output).toEqual([{ n: 1 }]);
  });

  it("has the token in the context while Arguments are evaluated", async () => {
    const state = {
      ...task,
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Arguments: { MessageBody: "{% $states.context.Task.Token %}" },
    };
    const { output } = await run(one(state), {}, ({ parameters }) => ({ return: parameters }));
    expect(output).toEqual({ MessageBody: expect.stringMatching(/.{10}/) });
  });

  it("of type Choice takes the first rule that holds, with the rule's Output or that of Default", async () => {
    const states = (n: string): Record<string, object> => ({
      Choose: {
        Type: "Choice",
        Choices: [
          { Condition: `{% ${n} > 10 %}`, Output: "{% 'large' %}", Next: "End" },
          { Condition: `{% ${n} > 5 %}`, Next: "End" },
        ],
        Default: "End",
        Output: "small",
      },
      End: { Type: "Succeed" },
    });
    const outputs = await Promise.all([20, 7, 1].map(async (n) => (await run(jsonata(states("$states.input.n")), { n })).output));
    expect(outputs).toEqual(["large", { n: 7 }, "small"]);
    const { cause } = await run(jsonata(states("$states.input.n & ''")), { n: 1 });
    expect(cause).toMatch(/field 'Choices\[0\]\/Condition' threw an error during evaluation\. T2009: /);
  });

  it("of type Wait computes its seconds and its timestamp", async () => {
    const engine = virtualEngine();
    await engine.run(one({ Type: "Wait", Seconds: "{% $states.input.s * 60 %}" }), { s: 2 });
    expect(engine.elapsed()).toBe(120);
    await engine.run(one({ Type: "Wait", Timestamp: "{% $fromMillis($millis() + 30000) %}" }), {});
    expect(engine.elapsed()).toBe(150);
    const { error, cause } = await engine.run(one({ Type: "Wait", Seconds: "{% -1 %}" }), {});
    expect(error).toBe("States.QueryEvaluationError");
    expect(cause).toMatch(/must not be negative but was: -1$/);
  });

  it("of type Map goes over Items, with an ItemSelector that sees the item", async () => {
    const state = {
      Type: "Map",
      Items: "{% $states.input.list %}",
      ItemSelector: { v: "{% $states.context.Map.Item.Value * $states.input.by %}", i: "{% $states.context.Map.Item.Index %}" },
      MaxConcurrency: "{% 1 %}",
      ItemProcessor: single({ Type: "Pass", Output: "{% $states.input.v + $states.context.Map.Item.Index %}" }, "Inner"),
      Output: { sum: "{% $sum($states.result) %}" },
    };
    expect((await run(one(state), { list: [1, 2, 3], by: 10 })).output).toEqual({ sum: 63 });
    const { events, cause } = await run(one({ ...state, ItemSelector: "{% $nothing %}" }), { list: [1], by: 1 });
    expect(cause).toMatch(/'\$nothing' specified for the field 'ItemSelector' returned nothing \(undefined\)\.$/);
    expect(types(events).filter((type) => type === "EvaluationFailed")).toHaveLength(1);
  });

  it("of type Map in distributed mode computes reader, batches and tolerance", async () => {
    const s3 = memoryStore({ "in/items.json": "[1,2,3,4,5]" });
    const state = {
      Type: "Map",
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        Arguments: { Bucket: "{% $states.input.bucket %}", Key: "items.json" },
        ReaderConfig: { InputType: "JSON", MaxItems: "{% 4 %}" },
      },
      ItemBatcher: { MaxItemsPerBatch: "{% 3 %}", BatchInput: { by: "{% $states.input.by %}" } },
      ToleratedFailurePercentage: "{% 100 %}",
      ItemProcessor: {
        ...single({ Type: "Pass", Output: "{% $sum($states.input.Items) * $states.input.BatchInput.by %}" }, "Inner"),
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      },
    };
    const { output, cause } = await virtualEngine({ s3 }).run(one(state), { bucket: "in", by: 2 });
    expect(cause).toBeUndefined();
    expect(output).toEqual([12, 8]);
  });

  it("of type Parallel gives its Arguments to every branch", async () => {
    const branch = (name: string): object => single({ Type: "Pass", Output: `{% $states.input & '${name}' %}` }, name);
    const state = { Type: "Parallel", Arguments: "{% $states.input.x %}", Branches: [branch("A"), branch("B")] };
    expect((await run(one({ ...state, Output: "{% $join($states.result, '-') %}" }), { x: "x" })).output).toBe("xA-xB");
  });

  it("of type Fail computes its error and its cause", async () => {
    const { error, cause } = await run(
      jsonata({ State: { Type: "Fail", Error: "{% 'E' & $states.input.n %}", Cause: "{% $string(1) %}" } }),
      { n: 5 },
    );
    expect({ error, cause }).toEqual({ error: "E5", cause: "1" });
  });

  it("stands beside JSONPath states, whose machine its branches belong to", async () => {
    const { output } = await run(
      {
        StartAt: "Map",
        States: {
          Map: {
            Type: "Map",
            QueryLanguage: "JSONata",
            Items: "{% $states.input.list %}",
            ItemProcessor: single({ Type: "Pass", Parameters: { "path.$": "$.a" } }, "Inner"),
            Next: "Path",
          },
          Path: { Type: "Pass", Parameters: { "first.$": "$[0].path" }, End: true },
        },
      },
      { list: [{ a: 1 }, { a: 2 }] },
    );
    expect(output).toEqual({ first: 1 });
  });
});

describe("an expression that fails", () => {
  it.each([
    ["$nope", "returned nothing (undefined)."],
    ["$states.result", "returned nothing (undefined)."],
    ["$sum", "returned an unsupported result type."],
    ["/a/", "returned an unsupported result type."],
    ["function($x) { $x }", "returned an unsupported result type."],
    ["{'a': [$sum]}", "returned an unsupported result type."],
    ["1/0", "returned an unsupported result type."],
    ["[1/0]", "returned an unsupported result type."],
    ["$eval('1')", "threw an error during evaluation. T1006: Attempted to invoke a non-function"],
    ["1 + '2'", 'threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number'],
    ["$error('mine')", "threw an error during evaluation. D3137: mine"],
    ["$parse('{')", /^threw an error during evaluation: .*JSON/],
    [
      "[1..900000] ~> $count()",
      "threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage",
    ],
    ["$length($pad('', 99999999))", /memory limit exceeded/],
    ["($p := function($s, $n) { $n = 0 ? $s : $p($s & $s, $n - 1) }; $length($p('x', 23)))", /memory limit exceeded/],
    [
      "($f := function($x) { 1 + $f($x) }; $f(1))",
      "threw an error during evaluation: Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive. Depth=101 max=100",
    ],
    ["($f := function($x) { {'a': [$f($x), $f($x)]} }; $f(1))", /Stack overflow error|timeout/],
  ])("%s is told in AWS's words", async (source, expected) => {
    const problem = String(await evaluate(source)).replace(/^! /, "");
    if (expected instanceof RegExp) expect(problem).toMatch(expected);
    else expect(problem).toBe(expected);
  });

  it("leaves an EvaluationFailed event with its place, and can be retried and caught", async () => {
    const state = {
      ...task,
      Arguments: { Payload: { a: ["{% 1 %}", "{% $nope %}"] } },
      Retry: [{ ErrorEquals: ["States.QueryEvaluationError"], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ["States.QueryEvaluationError"], Output: "{% $states.errorOutput.Error %}", Next: "Caught" }],
    };
    const { output, events } = await run(jsonata({ State: { ...state, End: true }, Caught: { Type: "Succeed" } }));
    expect(output).toBe("States.QueryEvaluationError");
    expect(types(events)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "EvaluationFailed",
      "EvaluationFailed",
      "TaskStateExited",
      "SucceedStateEntered",
      "SucceedStateExited",
      "ExecutionSucceeded",
    ]);
    expect(events[2]).toMatchObject({ evaluationFailedEventDetails: { state: "State", location: "Arguments/Payload/a[1]" } });
  });

  it("in a Catch fails the state", async () => {
    const state = { ...task, Catch: [{ ErrorEquals: ["States.ALL"], Output: { x: "{% $nope %}" }, Next: "State" }] };
    const { cause, events } = await run(one(state), {}, () => ({ throw: { error: "E" } }));
    expect(cause).toMatch(/field 'Catch\[0\]\/Output\/x' returned nothing/);
    expect(types(events).slice(-3)).toEqual(["TaskFailed", "EvaluationFailed", "ExecutionFailed"]);
  });

  it("inside a Parallel is told once, where it stands", async () => {
    const branch = single({ Type: "Pass", Output: "{% $nope %}" }, "Inner");
    const { events } = await run(one({ Type: "Parallel", Branches: [branch] }));
    const failures = events.filter(({ type }) => type === "EvaluationFailed");
    expect(failures).toMatchObject([{ evaluationFailedEventDetails: { state: "Inner", location: "Output" } }]);
  });
});

describe("AWS's own functions", () => {
  it.each([
    ["$partition([1, 2, 3], 2)", [[1, 2], [3]]],
    ["$partition([0], 2)", [[0]]],
    ["$range(0, 6, 2)", [0, 2, 4, 6]],
    ["$range(3, 1, -1)", [3, 2, 1]],
    ["$range(1, 9, 9)", 1],
    ["$hash('input', 'SHA-1')", "140f86aae51ab9e1cda9b4254fe98a74eb54c1a1"],
    ["$random(42)", 0.7275636800328681],
    ["$random() < 1", true],
    ["$length($uuid())", 36],
    ["$parse('{\"a\":[1]}').a", [1]],
    ["$now()", "2024-01-01T00:00:00.000Z"],
    ["$now('[Y]-[M]')", "2024-1"],
    ["$millis()", Date.UTC(2024, 0, 1)],
    ["$distinct([1, {'a': 1, 'b': 2}, 1, {'b': 2, 'a': 1}])", [1, { a: 1, b: 2 }]],
    ["$pad('x', -4, '#-')", "#-#x"],
    ["$replace('abcabc', /b(c)/, '[$1]')", "a[c]a[c]"],
    ["$split('a1b22c', /[0-9]+/)", ["a", "b", "c"]],
    ["$match('😀ab', /B/i)", { match: "b", index: 3, groups: [] }],
    ["$contains('aB', /b/)", false],
  ])("%s", async (source, expected) => {
    expect(await evaluate(source)).toEqual(expected);
  });
});

describe("an expression that would never end", () => {
  const endless = one({ Type: "Pass", Output: "{% ($f := function($x) { $f($x + 1) }; $f(1)) %}" });

  it("fails in time, takes no time of a virtual clock, and lets everything else go on meanwhile", async () => {
    const engine = virtualEngine();
    const started = performance.now();
    let ended = false;
    const hanging = engine.run(endless, {}).finally(() => {
      ended = true;
    });
    let turns = 0;
    while (!ended) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!ended) turns += 1;
      if (turns === 5) expect((await engine.run(one({ Type: "Pass", Output: "{% 1 + 1 %}" }), {})).output).toBe(2);
    }
    const { error, cause } = await hanging;
    expect(error).toBe("States.QueryEvaluationError");
    expect(cause).toMatch(/: Expression evaluation timeout: Check for infinite loop$/);
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(turns).toBeGreaterThan(20);
    expect(engine.elapsed()).toBe(0);
  }, 30_000);

  it("ends at once when its execution is stopped", async () => {
    const engine = virtualEngine();
    const { stateMachineArn } = engine.createStateMachine({ name: "m", definition: endless });
    const { executionArn } = engine.startExecution({ stateMachineArn });
    const started = performance.now();
    setImmediate(() => engine.stopExecution({ executionArn }));
    expect((await engine.waitFor(executionArn)).status).toBe("ABORTED");
    expect(performance.now() - started).toBeLessThan(1_500);
  });

  it("has regular expressions that take linear time", async () => {
    const started = performance.now();
    expect(await evaluate("$contains($states.input.text, /^(a+)+$/)", { text: `${"a".repeat(5_000)}!` })).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_500);
  });
});
