/** Typical changes of a machine, and the exact lines that a reviewer reads. */
import { readFileSync } from "node:fs";
import { type AslMachine, type Json, readAsl } from "../../workflows/kit/asl/index.ts";
import { diffMachines, type PermissionLines } from "../../workflows/kit/diff/index.ts";

const invoke = "arn:aws:states:::lambda:invoke";
const call = (name: string, payload: object): object => ({
  Type: "Task",
  Resource: invoke,
  Parameters: { FunctionName: `\${${name}_arn}`, Payload: payload },
  TimeoutSeconds: 960,
});
const transient = ["Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.TooManyRequestsException"];

/** Plan → Has tables? → Copy tables (a Map: Copy table → Check copy) → Publish → Done; errors of Publish → Roll back → Failed. */
const text = JSON.stringify({
  Comment: "Copies tables.",
  TimeoutSeconds: 3600,
  StartAt: "Plan",
  States: {
    Plan: {
      ...call("plan", { "environment.$": "$.environment" }),
      ResultSelector: { "tablesKey.$": "$.Payload.tablesKey", "tables.$": "$.Payload.tables" },
      ResultPath: "$.plan",
      Retry: [{ ErrorEquals: transient, IntervalSeconds: 2, MaxAttempts: 5, BackoffRate: 2 }],
      Next: "Has tables?",
    },
    "Has tables?": {
      Type: "Choice",
      Choices: [{ Variable: "$.plan.tables", NumericGreaterThan: 0, Next: "Copy tables" }],
      Default: "Nothing to do",
    },
    "Nothing to do": { Type: "Succeed" },
    "Copy tables": {
      Type: "Map",
      ItemReader: { Resource: "arn:aws:states:::s3:getObject", Parameters: { Bucket: "b", "Key.$": "$.plan.tablesKey" } },
      MaxConcurrency: 10,
      ToleratedFailurePercentage: 5,
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        StartAt: "Copy table",
        States: {
          "Copy table": {
            Type: "Task",
            Resource: "arn:aws:states:::aws-sdk:dynamodb:exportTableToPointInTime",
            Parameters: { "TableArn.$": "$.arn", S3Bucket: "b" },
            TimeoutSeconds: 300,
            ResultPath: "$.copyTable",
            Next: "Check copy",
          },
          "Check copy": { ...call("check", { "export.$": "$.copyTable.ExportArn" }), End: true },
        },
      },
      ResultPath: null,
      Next: "Publish",
    },
    Publish: {
      ...call("publish", { operation: "publish", "environment.$": "$.environment" }),
      HeartbeatSeconds: 60,
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "Roll back" }],
      Next: "Done",
    },
    "Roll back": { ...call("publish", { operation: "rollBack", "environment.$": "$.environment" }), Next: "Failed" },
    Failed: { Type: "Fail", Error: "Refresh.Failed", Cause: 'Repaired by "Roll back".' },
    Done: { Type: "Succeed" },
  },
});

/** Sets what is at the paths (`Plan/Retry/0/MaxAttempts`, from the states down; `/…` from the machine down); undefined removes. */
function edited(edits: Readonly<Record<string, Json | object | undefined>>, from: string = text): AslMachine {
  const machine = JSON.parse(from) as Record<string, unknown>;
  for (const [path, value] of Object.entries(edits)) {
    const keys = path.startsWith("/") ? path.slice(1).split("/") : ["States", ...path.split("/")];
    const last = keys.pop() ?? "";
    const holder = keys.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, machine);
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  }
  return readAsl(JSON.stringify(machine));
}

/** The text with one state under another name, wherever it is named. */
const renamed = (from: string, to: string): string => text.replaceAll(`"${from}"`, `"${to}"`).replaceAll(`\\"${from}\\"`, `\\"${to}\\"`);

/** The lines of a diff; `!` stands before a risky one. */
function lines(after: AslMachine, permissions?: PermissionLines): readonly string[] {
  const changes = diffMachines(readAsl(text), after, permissions);
  return changes.map(({ risky, state, words }) => `${risky ? "! " : ""}${state === undefined ? "" : `${state}: `}${words}`);
}

const inner = "Copy tables/ItemProcessor/States";

describe("a diff is as short as the change:", () => {
  it("a number of a Retry", () => {
    expect(lines(edited({ "Plan/Retry/0/MaxAttempts": 6 }))).toEqual([
      "Plan: Retry on Lambda.ServiceException and 2 more, MaxAttempts: 5 → 6",
    ]);
    expect(lines(edited({ "Plan/Retry/0/BackoffRate": undefined }))).toEqual([
      "Plan: Retry on Lambda.ServiceException and 2 more, BackoffRate: 2 → 2 (the default)",
    ]);
  });

  it("a Retry removed, added, put in another order, for other errors", () => {
    expect(lines(edited({ "Plan/Retry": undefined }))).toEqual([
      "! Plan: Retry on Lambda.ServiceException and 2 more removed, IntervalSeconds 2, MaxAttempts 5, BackoffRate 2",
    ]);
    expect(lines(edited({ "Copy tables/Retry": [{ ErrorEquals: ["States.Timeout"], MaxAttempts: 1 }] }))).toEqual([
      "Copy tables: Retry on States.Timeout added, MaxAttempts 1",
    ]);
    expect(lines(edited({ "Plan/Retry/0/ErrorEquals": [...transient.slice(1), "States.Timeout"] }))).toEqual([
      "! Plan: Retry on Lambda.ServiceException and 2 more: also on States.Timeout, no longer on Lambda.ServiceException",
    ]);
    const [a, b] = [{ ErrorEquals: ["A"] }, { ErrorEquals: ["B"] }];
    const [before, after] = [edited({ "Plan/Retry": [a, b] }), edited({ "Plan/Retry": [b, a] })];
    expect(diffMachines(before, after).map(({ words }) => words)).toEqual(["Retry reordered: [A], [B] → [B], [A]"]);
  });

  it("a timeout raised, lowered, removed", () => {
    expect(lines(edited({ "Plan/TimeoutSeconds": 1200 }))).toEqual(["! Plan: TimeoutSeconds: 960 → 1200"]);
    expect(lines(edited({ "Plan/TimeoutSeconds": 60 }))).toEqual(["Plan: TimeoutSeconds: 960 → 60"]);
    expect(lines(edited({ "Publish/HeartbeatSeconds": undefined }))).toEqual(["! Publish: HeartbeatSeconds removed, was 60"]);
    expect(lines(edited({ "Plan/TimeoutSeconds": undefined, "Plan/TimeoutSecondsPath": "$.limit" }))).toEqual([
      "! Plan: TimeoutSeconds: 960 → $.limit",
    ]);
    expect(lines(edited({ "/TimeoutSeconds": 7200 }))).toEqual(["! TimeoutSeconds: 3600 → 7200"]);
  });

  it("a field of a payload added, removed, changed, computed", () => {
    expect(lines(edited({ "Plan/Parameters/Payload/runId.$": "$.runId" }))).toEqual(["Plan: Parameters.Payload.runId added: $.runId"]);
    expect(lines(edited({ "Plan/Parameters/Payload/environment.$": undefined }))).toEqual([
      "Plan: Parameters.Payload.environment removed, was $.environment",
    ]);
    expect(lines(edited({ "Roll back/Parameters/Payload/operation": "undo" }))).toEqual([
      'Roll back: Parameters.Payload.operation: "rollBack" → "undo"',
    ]);
    const computed = { "Publish/Parameters/Payload/operation": undefined, "Publish/Parameters/Payload/operation.$": "$.operation" };
    expect(lines(edited(computed))).toEqual(['Publish: Parameters.Payload.operation: "publish" → $.operation']);
  });

  it("of a long text the part that differs", () => {
    const query = (limit: number): object => ({
      Sql: `SELECT id, name, email FROM customers WHERE changed > now() LIMIT ${limit} FOR UPDATE SKIP LOCKED`,
    });
    const [change] = diffMachines(edited({ "Plan/Parameters": query(10) }), edited({ "Plan/Parameters": query(20) }));
    expect(change?.words).toBe("Parameters.Sql: …anged > now() LIMIT 10 FOR UPDATE SKIP LO… → …anged > now() LIMIT 20 FOR UPDATE SKIP LO…");
  });

  it.each(["Plan", "Roll back", "Copy tables", "Has tables?", "Nothing to do", "Failed", "Check copy"])("the renamed state %s", (name) => {
    expect(lines(edited({}, renamed(name, "Another name")))).toEqual([`Another name: renamed from "${name}"`]);
  });

  it("a renamed state whose result is read under another name", () => {
    const after = edited({}, renamed("Copy table", "Export table").replaceAll("$.copyTable", "$.exportTable"));
    expect(lines(after)).toEqual(['Export table: renamed from "Copy table" ($.copyTable → $.exportTable)']);
  });

  it("a renamed poll: its parts are named after it, and so is its data", () => {
    const before = readFileSync(new URL("../../workflows/dynamodb-refresh/dynamodb-refresh.asl.json", import.meta.url), "utf8");
    const after = before.replaceAll("Await export", "Wait for export").replaceAll("awaitExport", "waitForExport");
    expect(diffMachines(readAsl(before), readAsl(after)).map(({ state, words }) => `${state}: ${words}`)).toEqual([
      'Wait for export: renamed from "Await export", with 6 states named after it' +
        " ($.awaitExport → $.waitForExport and $.awaitExportCalls → $.waitForExportCalls)",
    ]);
  });

  it("of JSONata a condition, an output and a variable", () => {
    const jsonata = (limit: string, name: string): AslMachine => {
      const choice = { Type: "Choice", Choices: [{ Condition: `{% $${name} > ${limit} %}`, Next: "B" }], Default: "B" };
      const first = { Type: "Pass", Assign: { [name]: "{% $states.input.n %}" }, Next: "C" };
      const States = { A: first, C: choice, B: { Type: "Succeed", Output: `{% $${name} %}` } };
      return readAsl(JSON.stringify({ QueryLanguage: "JSONata", StartAt: "A", States }));
    };
    const said = (after: AslMachine) => diffMachines(jsonata("1", "n"), after).map(({ state, words }) => `${state}: ${words}`);
    expect(said(jsonata("2", "n"))).toEqual(['C: rule to "B": $n > 1 → $n > 2']);
    expect(said(jsonata("1", "rows"))).toEqual(["A: result renamed, also where it is read: $n → $rows"]);
  });

  it("a result under another name, but not where it is read", () => {
    expect(lines(edited({ [`${inner}/Copy table/ResultPath`]: "$.export" }))).toEqual(["Copy table: ResultPath: $.copyTable → $.export"]);
  });

  it("a state renamed and edited: two lines", () => {
    const after = edited({ [`${inner}/Export table/TimeoutSeconds`]: 60 }, renamed("Copy table", "Export table"));
    expect(lines(after)).toEqual(['Export table: renamed from "Copy table"', "Export table: TimeoutSeconds: 300 → 60"]);
  });

  it("a state put in between, put first, put in a rule's way", () => {
    expect(
      lines(edited({ "Wait for quiet": { Type: "Wait", Seconds: 30, Next: "Publish" }, "Copy tables/Next": "Wait for quiet" })),
    ).toEqual(['Wait for quiet: added (Wait) after "Copy tables", before "Publish"']);
    expect(lines(edited({ Begin: { Type: "Pass", Next: "Plan" }, "/StartAt": "Begin" }))).toEqual([
      'Begin: added (Pass) first, before "Plan"',
    ]);
    expect(lines(edited({ Count: { Type: "Pass", Next: "Copy tables" }, "Has tables?/Choices/0/Next": "Count" }))).toEqual([
      'Count: added (Pass) after "Has tables?", before "Copy tables"',
    ]);
  });

  it("a state taken out", () => {
    const copy = `${inner}/Copy table`;
    expect(lines(edited({ [`${inner}/Check copy`]: undefined, [`${copy}/Next`]: undefined, [`${copy}/End`]: true }))).toEqual([
      'Check copy: removed (Task, lambda:invoke), was after "Copy table", last',
    ]);
  });

  it("a state in the place of another", () => {
    const notify = { Type: "Task", Resource: "arn:aws:states:::sns:publish", Parameters: { TopicArn: "t", Message: "m" }, Next: "Failed" };
    expect(lines(edited({ "Roll back": undefined, Notify: notify, "Publish/Catch/0/Next": "Notify" }))).toEqual([
      'Roll back: removed (Task, lambda:invoke), was on errors of "Publish", before "Failed"',
      'Notify: added (Task, sns:publish) on errors of "Publish", before "Failed"',
    ]);
  });

  it("a Catch removed, for fewer errors, to another state", () => {
    expect(lines(edited({ "Publish/Catch": undefined }))).toEqual(['! Publish: Catch on States.ALL removed, went to "Roll back"']);
    expect(lines(edited({ "Publish/Catch/0/ErrorEquals": ["States.Timeout"] }))).toEqual([
      "! Publish: Catch on States.ALL: also on States.Timeout, no longer on States.ALL",
    ]);
    expect(lines(edited({ "Publish/Catch/0/Next": "Failed" }))).toEqual(['Publish: Catch on States.ALL: "Roll back" → "Failed"']);
  });

  it("a rule of a Choice added, a condition changed, a default removed", () => {
    const forced = { Not: { Variable: "$.force", IsPresent: true }, Next: "Publish" };
    expect(lines(edited({ "Has tables?/Choices/1": forced }))).toEqual(['Has tables?: rule 2 added: not ($.force is present) → "Publish"']);
    expect(lines(edited({ "Has tables?/Choices/0/NumericGreaterThan": 1 }))).toEqual([
      'Has tables?: rule to "Copy tables": $.plan.tables is above 0 → is above 1',
    ]);
    expect(lines(edited({ "Has tables?/Default": undefined }))).toEqual(['Has tables?: otherwise removed, was "Nothing to do"']);
  });

  it("a permission gained, and one lost", () => {
    const permissions = { before: ["s3:GetObject on a", "s3:PutObject on b"], after: ["s3:GetObject on a", "s3:DeleteObject on b"] };
    expect(lines(edited({}), permissions)).toEqual(["! may now s3:DeleteObject on b", "may no longer s3:PutObject on b"]);
  });

  it("a Map's concurrency, tolerance and mode", () => {
    expect(lines(edited({ "Copy tables/MaxConcurrency": 20 }))).toEqual(["Copy tables: MaxConcurrency: 10 → 20"]);
    expect(lines(edited({ "Copy tables/MaxConcurrency": 0 }))).toEqual(["! Copy tables: MaxConcurrency: 10 → 0"]);
    expect(lines(edited({ "Copy tables/ToleratedFailurePercentage": 50 }))).toEqual(["! Copy tables: ToleratedFailurePercentage: 5 → 50"]);
    expect(lines(edited({ "Copy tables/ItemProcessor/ProcessorConfig/ExecutionType": "EXPRESS" }))).toEqual([
      'Copy tables: ItemProcessor.ProcessorConfig.ExecutionType: "STANDARD" → "EXPRESS"',
    ]);
  });

  it("a state moved into a Map", () => {
    const after = edited({
      Plan: undefined,
      "/StartAt": "Has tables?",
      [`${inner}/Plan`]: { ...JSON.parse(text).States.Plan, Next: "Copy table" },
      "Copy tables/ItemProcessor/StartAt": "Plan",
    });
    expect(lines(after)).toEqual(['Plan: moved from the top level into "Copy tables", first, before "Copy table"']);
  });

  it("a state that a new Map goes around", () => {
    const { Catch, Next: _, ...body } = JSON.parse(text).States.Publish;
    const processor = { StartAt: "Publish", States: { Publish: { ...body, End: true } } };
    const map = { Type: "Map", ItemProcessor: processor, Catch, Next: "Done" };
    expect(lines(edited({ Publish: undefined, "Every region": map, "Copy tables/Next": "Every region" }))).toEqual([
      'Every region: added (Map, 1 state inside) after "Copy tables", before "Done", errors to "Roll back"',
      'Publish: moved from the top level into "Every region", alone',
      '! Publish: Catch on States.ALL removed, went to "Roll back"',
    ]);
  });

  it("a Next that leads elsewhere, and a start", () => {
    expect(lines(edited({ "Plan/Next": "Copy tables" }))).toEqual(['Plan: next: "Has tables?" → "Copy tables"']);
    expect(lines(edited({ "/StartAt": "Copy tables" }))).toEqual(['StartAt: "Plan" → "Copy tables"']);
  });

  it("a role, and what a Task calls", () => {
    expect(lines(edited({ "Plan/Credentials": { RoleArn: "arn:aws:iam::1:role/r" } }))).toEqual([
      '! Plan: Credentials added: {"RoleArn":"arn:aws:iam::1:role/r"}',
    ]);
    expect(lines(edited({ "Plan/Resource": `${invoke}.waitForTaskToken` }))).toEqual([
      'Plan: Resource: "arn:aws:states:::lambda:invoke" → "arn:aws:states:::lambda:invoke.waitForTaskToken"',
    ]);
  });

  it("a branch added to a Parallel, and two that changed places", () => {
    const branch = (name: string): object => ({ StartAt: name, States: { [name]: { Type: "Pass", End: true } } });
    const both = (...names: string[]): AslMachine =>
      readAsl(JSON.stringify({ StartAt: "P", States: { P: { Type: "Parallel", Branches: names.map(branch), End: true } } }));
    const said = (before: AslMachine, after: AslMachine) => diffMachines(before, after).map(({ words }) => words);
    expect(said(both("A", "B"), both("A", "B", "C"))).toEqual(['branch 3 added (1 state from "C")']);
    expect(said(both("A", "B"), both("B"))).toEqual(['branch 1 removed (1 state from "A")']);
    expect(said(both("A", "B"), both("B", "A"))).toEqual(["branches reordered: 1 to 2 are now 2, 1"]);
  });

  it("a whole machine", () => {
    expect(diffMachines(undefined, readAsl(text))).toEqual([
      { subject: "machine", action: "added", around: [], words: 'added (10 states, starts at "Plan")', risky: false },
    ]);
    expect(diffMachines(readAsl(text), undefined)[0]?.words).toBe('removed (10 states, starts at "Plan")');
    expect(diffMachines(undefined, undefined)).toEqual([]);
  });
});
