/** Machines as teams have them, made smaller. */
import type { AslMachine, Json } from "../../workflows/kit/asl/index.ts";

const invoke = (name: string, more: Record<string, Json> = {}): Record<string, Json> => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: { FunctionName: name, "Payload.$": "$" },
  ...more,
});
const all = ["States.ALL"];
const machine = (StartAt: string, States: Record<string, Record<string, Json>>, more: Record<string, Json> = {}): AslMachine =>
  ({ ...more, StartAt, States }) as unknown as AslMachine;

/** Kind → machine. */
export const kinds: Readonly<Record<string, AslMachine>> = {
  "a saga whose failures undo what was done": machine("Reserve seat", {
    "Reserve seat": invoke("${reserve_seat}", {
      ResultPath: "$.seat",
      Catch: [{ ErrorEquals: all, ResultPath: "$.seatError", Next: "Release seat" }],
      Next: "Charge card",
    }),
    "Charge card": invoke("${charge_card}", {
      ResultPath: "$.charge",
      Retry: [{ ErrorEquals: ["Lambda.ServiceException"], IntervalSeconds: 2, MaxAttempts: 6, BackoffRate: 2 }],
      Catch: [{ ErrorEquals: all, ResultPath: "$.chargeError", Next: "Refund card" }],
      Next: "Booked",
    }),
    Booked: { Type: "Succeed" },
    "Refund card": invoke("${refund_card}", { ResultPath: "$.refund", Next: "Release seat" }),
    "Release seat": invoke("${release_seat}", { ResultPath: "$.release", Next: "Not booked" }),
    "Not booked": { Type: "Fail", Error: "Booking.Failed", Cause: "The seat could not be booked." },
  }),
  "a job that is polled until it is done": machine("Submit", {
    Submit: invoke("submit", { ResultPath: "$.job", Next: "Wait a little" }),
    "Wait a little": { Type: "Wait", SecondsPath: "$.pause", Next: "Look" },
    Look: invoke("look", { ResultPath: "$.look", Next: "Is it done?" }),
    "Is it done?": {
      Type: "Choice",
      Choices: [
        { Variable: "$.look.status", StringEquals: "FAILED", Next: "Job failed" },
        { Variable: "$.look.status", StringEquals: "DONE", Next: "Fetch" },
      ],
      Default: "Wait a little",
    },
    "Job failed": { Type: "Fail", Cause: "It failed.", Error: "Job.Failed" },
    Fetch: invoke("fetch", { End: true }),
  }),
  "a person who is asked by a task token": machine("Ask", {
    Ask: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Parameters: { QueueUrl: "${QueueUrl}", MessageBody: { "token.$": "$$.Task.Token", "what.$": "$.request" } },
      HeartbeatSeconds: 3600,
      Catch: [{ ErrorEquals: ["States.HeartbeatTimeout"], ResultPath: null, Comment: "Nobody came.", Next: "Nobody answered" }],
      Next: "Said yes?",
    },
    "Said yes?": { Type: "Choice", Choices: [{ Variable: "$.approved", BooleanEquals: true, Next: "Do it" }] },
    "Do it": { Type: "Pass", End: true },
    "Nobody answered": { Type: "Pass", Result: { approved: false }, Next: "Give up" },
    "Give up": { Type: "Succeed", Comment: "No answer is an answer." },
  }),
  "branches with a Catch around them": machine("Both", {
    Both: {
      Type: "Parallel",
      Branches: [
        { StartAt: "Left", States: { Left: { Type: "Pass", Result: [1, 2, 3], End: true } } },
        { Comment: "The other one.", StartAt: "Right", States: { Right: { Type: "Wait", Seconds: 1, End: true } } },
      ],
      ResultPath: "$.both",
      Catch: [{ ErrorEquals: all, Next: "Neither" }],
      End: true,
    },
    Neither: { Type: "Fail", ErrorPath: "$.Error", CausePath: "States.Format('It was {}', $.Error)" },
  }),
  "an old Map with an Iterator": machine("Each", {
    Each: {
      Type: "Map",
      ItemsPath: "$.orders",
      MaxConcurrency: 2,
      Iterator: {
        StartAt: "Large?",
        States: {
          "Large?": {
            Type: "Choice",
            Choices: [
              {
                And: [
                  { Variable: "$.size", NumericGreaterThan: 10 },
                  { Variable: "$.name", IsPresent: true },
                ],
                Next: "Send large",
              },
            ],
            Default: "Send",
          },
          "Send large": invoke("large", { End: true }),
          Send: invoke("small", { End: true }),
        },
      },
      ResultPath: null,
      Next: "Report",
    },
    Report: { Type: "Pass", Parameters: { "at.$": "$$.Execution.StartTime", "count.$": "States.ArrayLength($.orders)" }, End: true },
  }),
  "a distributed Map over a CSV file": machine("Rows", {
    Rows: {
      Type: "Map",
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" },
        Parameters: { "Bucket.$": "$.bucket", Key: "rows.csv" },
      },
      ItemBatcher: { MaxItemsPerBatch: 100, BatchInput: { "run.$": "$.run" } },
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
        StartAt: "Load",
        States: { Load: invoke("${load_arn}", { End: true }) },
      },
      ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Parameters: { "Bucket.$": "$.bucket", Prefix: "results" } },
      ToleratedFailurePercentage: 5,
      Label: "rows",
      End: true,
    },
  }),
  "JSONata with variables": machine(
    "Read",
    {
      Read: {
        Type: "Task",
        Resource: "arn:aws:states:::dynamodb:getItem",
        Arguments: { TableName: "t", Key: { id: { S: "{% $states.input.id %}" } } },
        Assign: { found: "{% $states.result.Item %}" },
        Output: "{% $states.input %}",
        Catch: [{ ErrorEquals: all, Assign: { error: "{% $states.errorOutput %}" }, Output: { ok: false }, Next: "Failed" }],
        Next: "Any?",
      },
      "Any?": {
        Type: "Choice",
        Choices: [
          { Condition: "{% $count($found) > 0 %}", Next: "Later" },
          { Condition: "{% $exists($found) %}", Next: "Later" },
        ],
        Default: "None",
      },
      Later: { Type: "Wait", Timestamp: "{% $found.at %}", Next: "None" },
      None: { Type: "Pass", Output: { found: "{% $found %}", plain: "text", list: ["{% $found.a %}", 1] }, End: true },
      Failed: { Type: "Fail", Error: "Read.Failed", Cause: "{% $error.Cause %}" },
    },
    { QueryLanguage: "JSONata", Comment: "Reads an item.", TimeoutSeconds: 600 },
  ),
  "JSONata with a name in backticks": machine(
    "A",
    { A: { Type: "Choice", Choices: [{ Condition: "{% $states.input.`a b` = 1 %}", Next: "B" }], Default: "B" }, B: { Type: "Succeed" } },
    { QueryLanguage: "JSONata" },
  ),
  "JSONata in one state": machine("Sum", {
    Sum: {
      Type: "Pass",
      QueryLanguage: "JSONata",
      Assign: { total: "{% $sum($states.input.prices) %}" },
      Output: "{% { 'total': $total } %}",
      Next: "Much?",
    },
    "Much?": { Type: "Choice", Choices: [{ Variable: "$.total", NumericGreaterThanEquals: 1000, Next: "Much" }], Default: "Little" },
    Much: { Type: "Succeed" },
    Little: { Type: "Succeed", OutputPath: "$.total" },
  }),
  "Tasks as the language writes them": machine("Plan", {
    Plan: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: "${planner_arn}", Payload: { operation: "plan", "day.$": "$.day", limits: { tables: 3 } } },
      ResultSelector: { "tables.$": "$.Payload.tables", "few.$": "$.Payload.few" },
      ResultPath: "$.plan",
      TimeoutSeconds: 60,
      Retry: [
        {
          ErrorEquals: ["Planner.Busy", "Lambda.ServiceException"],
          IntervalSeconds: 1,
          MaxAttempts: 3,
          BackoffRate: 2,
          MaxDelaySeconds: 30,
          JitterStrategy: "FULL",
        },
      ],
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "Not planned" }],
      Next: "Few?",
    },
    "Few?": { Type: "Choice", Choices: [{ Variable: "$.plan.few", BooleanEquals: true, Next: "Small" }], Default: "Write" },
    Small: { Type: "Wait", Seconds: 5, Next: "Write" },
    Write: {
      Type: "Task",
      Resource: "arn:aws:states:::aws-sdk:s3:putObject",
      Parameters: { Bucket: "${plan_bucket}", Key: "plan.json", "Body.$": "$.plan.tables" },
      ResultPath: null,
      TimeoutSeconds: 300,
      HeartbeatSeconds: 30,
      Next: "Done",
    },
    Done: { Type: "Succeed" },
    "Not planned": { Type: "Fail", ErrorPath: "$.failure.Error", CausePath: "$.failure.Cause" },
  }),
  "a graph that no structure fits": machine("A", {
    A: { Type: "Choice", Choices: [{ Variable: "$.a", StringEquals: "1", Next: "B" }], Default: "C" },
    B: { Type: "Choice", Choices: [{ Variable: "$.b", StringEquals: "1", Next: "C" }], Default: "D" },
    C: { Type: "Choice", Choices: [{ Variable: "$.c", StringEquals: "1", Next: "B" }], Default: "E" },
    D: { Type: "Pass", Next: "A" },
    E: { Type: "Succeed" },
  }),
  "names that are no identifiers": machine('Say "hi"', {
    'Say "hi"': { Type: "Task", Resource: "${0.arn}", ResultPath: "$.__proto__", Next: "__proto__" },
    ...Object.fromEntries([
      [
        "__proto__",
        { Type: "Pass", Parameters: { constructor: 1, "a.$": "$['x y'].__proto__" }, ResultPath: "$.x", Next: "`${naïve}` 日本" },
      ],
    ]),
    "`${naïve}` 日本": { Type: "Wait", Seconds: 0, Next: "default" },
    default: {
      Type: "Pass",
      Result: 'a $${sign}, 50%{ and ${a_token} and ${NoToken} it\'s \\ "quoted"',
      ResultPath: "$.default",
      Next: "state",
    },
    state: { Type: "Task", Resource: "r", ResultPath: "$.state", Next: "input" },
    input: { Type: "Choice", Choices: [{ Variable: "$.state.input", StringEquals: "`x`", Next: "End" }], Default: "End" },
    End: { Type: "Succeed", Output: {} },
  }),
};
