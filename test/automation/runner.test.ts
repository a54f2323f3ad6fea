/** Scripts by real Python: payloads, substitution, failures, time, loops. */
import { existsSync, readFileSync } from "node:fs";
import { type Bench, bench, document, statuses, withPython } from "./support.ts";

let aws: Bench;
beforeEach(() => {
  aws = bench({ waitTimeScale: 0.01 });
});
afterEach(() => aws.close());

const script = (name: string, body: string, more = ""): string => `
  - name: ${name}
    action: aws:executeScript
${more}    inputs:
      Runtime: python3.11
      Handler: handler
      InputPayload: { count: "{{ Count }}", names: "{{ Names }}", settings: "{{ Settings }}", text: "n={{ Count }} in {{ global:REGION }}" }
      Script: |
        def handler(events, context):
${body
  .split("\n")
  .map((line) => `            ${line}`)
  .join("\n")}
    outputs:
      - { Name: Kinds, Selector: $.Payload.kinds, Type: StringList }
      - { Name: Count, Selector: $.Payload.count, Type: Integer }
`;
const parameters = `parameters:
  Count: { type: Integer, default: 5 }
  Names: { type: StringList, default: [a, b] }
  Settings: { type: StringMap, default: { x: 1 } }
outputs: [ShowTypes.Count, ShowTypes.Kinds]`;
const simple = (name: string, body: string, more = ""): string => `
  - name: ${name}
    action: aws:executeScript
${more}    inputs:
      Runtime: python3.11
      Handler: handler
      Script: |
        import os, subprocess, sys, time
        def handler(events, context):
${body
  .split("\n")
  .map((line) => `            ${line}`)
  .join("\n")}
`;

describe("aws:executeScript", () => {
  withPython("keeps the type of a whole reference and makes text of a part", async () => {
    const body = `print("seen", events["text"])\nreturn {"kinds": [type(events[k]).__name__ for k in ("count", "names", "settings", "text")], "count": events["count"] + 1, "text": events["text"]}`;
    const result = await aws.run(document(script("ShowTypes", body), parameters), { Names: ["x", "y", "z"] });
    expect(result.AutomationExecutionStatus).toBe("Success");
    expect(result.Outputs).toEqual({ "ShowTypes.Count": ["6"], "ShowTypes.Kinds": ["int", "list", "dict", "str"] });
    const [step] = result.StepExecutions;
    expect(step?.Inputs.InputPayload).toContain('"names":["x","y","z"]');
    expect(JSON.parse(step?.Outputs.Payload?.[0] ?? "")).toMatchObject({ text: "n=5 in us-west-2" });
    expect(aws.lines.some((line) => line.endsWith("ShowTypes: seen n=5 in us-west-2"))).toBe(true);
  });

  withPython("fails with the script's own traceback, not with the runner's frames", async () => {
    const result = await aws.run(document(simple("BreakIt", 'raise ValueError("no luck")')));
    expect(result.AutomationExecutionStatus).toBe("Failed");
    expect(result.FailureMessage).toMatch(/^Step fails when it is Poll action status for traceID: .*ValueError: no luck Please refer to/s);
    expect(result.FailureMessage).toContain('File "customer_script.py", line 3, in handler');
    expect(result.FailureMessage).not.toContain("runner.py");
    expect(result.StepExecutions[0]?.FailureDetails).toEqual({
      FailureStage: "Invocation",
      FailureType: "Action",
      Details: { ExceptionType: ["ValueError"], ErrorCode: [""] },
    });
  });

  withPython("refuses a result above 100 KB and one that is no JSON; a script that exits has no result", async () => {
    const large = await aws.run(document(simple("TooLarge", 'return "x" * 110000')));
    expect(large.FailureMessage).toContain("larger than 100 KB");
    const odd = await aws.run(document(simple("NoJson", "return {1, 2}")));
    expect(odd.FailureMessage).toContain("not JSON serializable");
    const gone = await aws.run(document(simple("GoneIt", "os._exit(3)")));
    expect(gone.FailureMessage).toContain("ended without a result (exit code 3)");
  });

  withPython("is killed with what it started when its time is over, and the execution is TimedOut", async () => {
    const body = `child = subprocess.Popen(["sleep", "600"])\nprint("child", child.pid)\nsys.stdout.flush()\ntime.sleep(600)`;
    const result = await aws.run(document(simple("SleepOn", body, "    timeoutSeconds: 1\n") + simple("NeverRun", "return 1")));
    expect(result.AutomationExecutionStatus).toBe("TimedOut");
    expect(statuses(result)).toEqual(["SleepOn TimedOut", "NeverRun Pending"]);
    expect(result.FailureMessage).toContain("Step timed out while step is executing");
    const child = aws.lines.map((line) => /child (\d+)$/.exec(line)?.[1]).find(Boolean);
    expect(child).toBeDefined();
    if (existsSync("/proc/self/stat")) expect(state(String(child))).toMatch(/^(?:gone|Z)$/);
  });

  withPython("is tried maxAttempts times", async () => {
    const counter = simple(
      "TryAgain",
      `open("tries", "a").write("x")\nif len(open("tries").read()) < 3: raise RuntimeError("not yet")\nos.remove("tries")\nreturn 1`,
      "    maxAttempts: 3\n",
    );
    expect((await aws.run(document(counter))).AutomationExecutionStatus).toBe("Success");
  });

  withPython("sees the local AWS and nothing of the user's environment", async () => {
    const result = await aws.run(document(simple("ShowEnv", "return sorted(k for k in os.environ if not k.startswith('LC_'))")));
    expect(JSON.parse(result.StepExecutions[0]?.Outputs.Payload?.[0] ?? "")).toEqual([
      "AWS_ACCESS_KEY_ID",
      "AWS_CONFIG_FILE",
      "AWS_DEFAULT_REGION",
      "AWS_EC2_METADATA_DISABLED",
      "AWS_ENDPOINT_URL",
      "AWS_REGION",
      "AWS_SECRET_ACCESS_KEY",
      "AWS_SHARED_CREDENTIALS_FILE",
      "HOME",
      "LANG",
      "PATH",
      "TMPDIR",
    ]);
  });
});

describe("aws:loop", () => {
  const loop = (condition: string, most = 100): string => `
  - name: RepeatIt
    action: aws:loop
    inputs:
      MaxIterations: ${most}
      ${condition}
      Steps:
        - name: CountUp
          action: aws:executeScript
          inputs:
            Runtime: python3.11
            Handler: handler
            InputPayload: { sum: "{{ variable:Sum }}", round: "{{ RepeatIt.CurrentIteration }}" }
            Script: |
              def handler(events, context):
                  return {"sum": events["sum"] + events["round"], "done": events["round"] == 3}
          outputs:
            - { Name: Sum, Selector: $.Payload.sum, Type: Integer }
            - { Name: Done, Selector: $.Payload.done, Type: Boolean }
        - name: KeepSum
          action: aws:updateVariable
          inputs: { Name: "variable:Sum", Value: "{{ CountUp.Sum }}" }
`;
  const variables = "variables:\n  Sum: { type: Integer, default: 0 }";

  withPython("goes on while its condition holds, at most MaxIterations times; its steps name their round", async () => {
    const condition = `LoopCondition: { Variable: "{{ CountUp.Done }}", BooleanEquals: false }`;
    const result = await aws.run(document(loop(condition), variables));
    expect(statuses(result)).toEqual(["RepeatIt Success", ...[1, 2, 3].flatMap(() => ["CountUp Success", "KeepSum Success"])]);
    expect(result.StepExecutions.slice(1).map((step) => step.ParentStepDetails?.Iteration)).toEqual([1, 1, 2, 2, 3, 3]);
    expect(result.Variables).toEqual({ Sum: ["6"] });
    const shorter = await aws.run(document(loop(condition, 2), variables));
    expect(shorter.Variables).toEqual({ Sum: ["3"] });
  });

  it("goes over its iterators and fails with the step inside", async () => {
    const inside = `
      Steps:
        - { name: WaitABit, action: aws:sleep, inputs: { Duration: "{{ EachOne.CurrentIteratorValue }}" } }`;
    const each = `
  - name: EachOne
    action: aws:loop
    inputs:
      Iterators: "{{ Times }}"
      IteratorDataType: String${inside}`;
    const result = await aws.run(document(each, "parameters:\n  Times: { type: StringList }"), { Times: ["PT1S", "later"] });
    expect(statuses(result)).toEqual(["EachOne Failed", "WaitABit Success", "WaitABit Failed"]);
    expect(result.StepExecutions.map((step) => step.ParentStepDetails?.IteratorValue)).toEqual([undefined, "PT1S", "later"]);
    expect(result.FailureMessage).toBe(result.StepExecutions[2]?.FailureMessage);
  });
});

/** The state of a process as Linux tells it: `Z` is one that has ended and that nobody has asked about. */
function state(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[2] ?? "";
  } catch {
    return "gone";
  }
}
