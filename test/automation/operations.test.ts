/** The operations: documents, the checks of a start, lists. */
import { createQueue } from "../../local/aws/automation/operations/queue.ts";
import { matches } from "../../local/aws/automation/pattern.ts";
import { type Bench, bench, document } from "./support.ts";

let aws: Bench;
beforeEach(() => {
  aws = bench();
});
afterEach(() => aws.close());

const sleep = "  - { name: SleepOn, action: aws:sleep, inputs: { Duration: PT0S } }\n";
const content = document(
  sleep,
  "parameters:\n  Phase: { type: String, allowedValues: [clone, mask] }\n  RunId: { type: String, default: '', allowedPattern: '^[a-z]*$' }",
);

describe("documents", () => {
  it("have versions, of which the default one is started", async () => {
    await aws.create(content);
    await aws.call("UpdateDocument", { Name: "document", Content: `${content}# 2`, DocumentFormat: "YAML", DocumentVersion: "$LATEST" });
    expect(await aws.call("DescribeDocument", { Name: "document" })).toMatchObject({
      Document: { DocumentVersion: "1", DefaultVersion: "1", LatestVersion: "2", DocumentType: "Automation" },
    });
    await aws.call("UpdateDocumentDefaultVersion", { Name: "document", DocumentVersion: "2" });
    expect(await aws.call("GetDocument", { Name: "arn:aws:ssm:us-west-2:222222222222:document/document" })).toMatchObject({
      DocumentVersion: "2",
      Content: `${content}# 2`,
    });
    expect(await aws.call("ListDocuments", { Filters: [{ Key: "DocumentType", Values: ["Automation"] }] })).toMatchObject({
      DocumentIdentifiers: [{ Name: "document" }],
    });
    await expect(aws.create(content)).rejects.toMatchObject({ code: "DocumentAlreadyExists" });
    await aws.call("DeleteDocument", { Name: "document" });
    expect(await aws.call("GetDocument", { Name: "document" })).toEqual({});
  });

  it("of other types, other services and other operations are passed on", async () => {
    expect(await aws.call("CreateDocument", { Name: "command", Content: "{}", DocumentType: "Command" })).toEqual({});
    expect(await aws.call("GetParameter", { Name: "/a" })).toEqual({});
  });

  it("may be written as public runbooks are: AWS's types, quoted numbers and booleans, lookaheads, a YAML end mark", async () => {
    const head = `assumeRole: "{{AutomationAssumeRole}}"
parameters:
  AutomationAssumeRole: { type: "AWS::IAM::Role::Arn", default: "" }
  Instances: { type: "List<AWS::EC2::Instance::Id>", default: [] }
  Trail: { type: String, allowedPattern: '^(?!aws)(?!.*[-_.]{2})[-\\w.]{3,128}$' }`;
    const steps = `-
  name: SleepOn
  action: "aws:sleep"
  timeoutSeconds: "600"
  maxAttempts: "2"
  isCritical: "false"
  isEnd: "true"
  inputs:
    Duration: PT0S
...
`;
    await aws.create(document(steps, head));
    await expect(aws.start({ Trail: ["aws-trail"] })).rejects.toMatchObject({
      message: expect.stringContaining("does not match") as unknown,
    });
    await expect(aws.start({ Trail: ["my--trail"] })).rejects.toMatchObject({ code: "InvalidAutomationExecutionParametersException" });
    const result = await aws.ended(await aws.start({ Trail: ["my-trail"], Instances: ["i-1", "i-2"] }));
    expect(result.AutomationExecutionStatus).toBe("Success");
  });

  it.each([
    [
      "an action that only AWS has",
      document("  - { name: RunOnIt, action: aws:runCommand, inputs: {} }\n"),
      "InvalidDocumentContent",
      "RunOnIt: the local runner does not have aws:runCommand, which AWS has",
    ],
    [
      "one inside a loop",
      document(
        "  - { name: EachOne, action: aws:loop, inputs: { Iterators: [a], Steps: [{ name: AskThem, action: aws:approve, inputs: {} }] } }\n",
      ),
      "InvalidDocumentContent",
      "EachOne: AskThem: the local runner does not have aws:approve, which AWS has; it has aws:executeScript",
    ],
    [
      "an unknown action",
      document("  - { name: RunOnIt, action: aws:rumCommand, inputs: {} }\n"),
      "InvalidDocumentContent",
      "RunOnIt: there is no action aws:rumCommand",
    ],
    [
      "a pattern that is none",
      document(sleep, "parameters:\n  Name: { type: String, allowedPattern: '(a' }"),
      "InvalidDocumentContent",
      "parameters.Name: allowedPattern is no regular expression",
    ],
    ["a name of two letters", document("  - { name: ab, action: aws:sleep, inputs: {} }\n"), "InvalidDocumentContent", "mainSteps.0.name"],
    ["an unknown property", document("  - { name: abc, action: aws:sleep, onError: x }\n"), "InvalidDocumentContent", "onError"],
    [
      "a step that is not there",
      document(sleep.replace("}\n", ", nextStep: Nowhere }\n")),
      "InvalidDocumentContent",
      'there is no step "Nowhere"',
    ],
    ["a reference to nothing", document(sleep.replace("PT0S", '"{{ Nothing }}"')), "InvalidDocumentContent", "{{ Nothing }}"],
    [
      "a reference to a later step",
      document(
        sleep.replace("PT0S", '"{{ Later.X }}"') +
          "  - { name: Later, action: aws:executeAwsApi, inputs: { Service: sts, Api: A }, outputs: [{ Name: X, Selector: $.X }] }\n",
      ),
      "InvalidDocumentContent",
      "{{ Later.X }}",
    ],
    ["another schema version", content.replace("0.3", "2.2"), "InvalidDocumentSchemaVersion", "0.3"],
    ["no YAML", "mainSteps: [", "InvalidDocumentContent", "not YAML"],
    ["more than 64 KB", `${content}# ${"x".repeat(65_536)}`, "MaxDocumentSizeExceeded", "64 KB"],
    [
      "a script with 601 seconds",
      document(
        '  - { name: abc, action: aws:executeScript, timeoutSeconds: 601, inputs: { Runtime: python3.11, Handler: h, Script: "x" } }\n',
      ),
      "InvalidDocumentContent",
      "600 seconds",
    ],
    [
      "a loop without an end",
      document(`  - { name: abc, action: aws:loop, inputs: { Steps: [{ name: one, action: aws:sleep, inputs: {} }] } }\n`),
      "InvalidDocumentContent",
      "either Iterators or LoopCondition",
    ],
  ])("are refused for %s", async (_, text, code, words) => {
    await expect(aws.create(text)).rejects.toMatchObject({ code, message: expect.stringContaining(words) as unknown });
  });
});

describe("StartAutomationExecution", () => {
  const invalid = "InvalidAutomationExecutionParametersException";
  it.each([
    ["a required one", {}, invalid, "Phase is required"],
    ["one that is not allowed", { Phase: ["prove"] }, invalid, "allows only: clone, mask"],
    ["one too many", { Phase: ["mask"], More: ["x"] }, invalid, 'no parameter "More"'],
    ["the pattern", { Phase: ["mask"], RunId: ["A1"] }, invalid, "does not match"],
    ["two values of a String", { Phase: ["mask", "clone"] }, invalid, "exactly one value"],
    ["513 characters", { Phase: ["x".repeat(513)] }, "ValidationException", "512"],
  ])("checks its parameters: %s", async (_, parameters, code, words) => {
    await aws.create(content);
    await expect(aws.start(parameters)).rejects.toMatchObject({ code, message: expect.stringContaining(words) as unknown });
  });

  it("knows its documents and a role's ARN", async () => {
    await expect(aws.start({}, "nothing")).rejects.toMatchObject({ code: "AutomationDefinitionNotFoundException" });
    await aws.create(document(sleep, "assumeRole: '{{ Role }}'\nparameters:\n  Role: { type: String }"));
    await expect(aws.start({ Role: ["admin"] })).rejects.toMatchObject({
      code: invalid,
      message: "The format of the supplied assume role ARN is invalid.",
    });
    await expect(aws.start({ Role: ["arn:aws:iam::222222222222:role/r"] })).rejects.toMatchObject({
      code: invalid,
      message: "The defined assume role is unable to be assumed.",
    });
  });

  it("counts the parameters' values to the document's 64 KB", async () => {
    const large = `${document(sleep, "parameters:\n  Notes: { type: StringList }")}# ${"x".repeat(64_000)}\n`;
    await aws.create(large);
    await expect(aws.start({ Notes: ["y".repeat(512), "y".repeat(512), "y".repeat(512)] })).rejects.toMatchObject({
      code: invalid,
      message: "The document and its parameters together are larger than 64 KB.",
    });
    await aws.start({ Notes: ["y".repeat(512)] });
  });

  it("is idempotent by ClientToken", async () => {
    await aws.create(content);
    const start = (phase: string) =>
      aws.call("StartAutomationExecution", {
        DocumentName: "document",
        Parameters: { Phase: [phase] },
        ClientToken: "11111111-1111-4111-8111-111111111111",
      });
    expect(await start("mask")).toEqual(await start("mask"));
    await expect(start("clone")).rejects.toMatchObject({ code: "IdempotentParameterMismatch" });
  });
});

describe("looking at executions", () => {
  it("lists them by id and status without their steps, and their steps apart", async () => {
    await aws.create(content);
    const id = await aws.start({ Phase: ["mask"] });
    await aws.ended(id);
    const filters = {
      Filters: [
        { Key: "ExecutionId", Values: [id] },
        { Key: "ExecutionStatus", Values: ["Success"] },
      ],
    };
    const listed = (await aws.call("DescribeAutomationExecutions", filters)).AutomationExecutionMetadataList as Record<string, unknown>[];
    expect(listed).toMatchObject([
      { AutomationExecutionId: id, AutomationExecutionStatus: "Success", DocumentName: "document", AutomationType: "Local" },
    ]);
    expect(listed[0]).not.toHaveProperty("StepExecutions");
    expect(await aws.call("DescribeAutomationStepExecutions", { AutomationExecutionId: id })).toMatchObject({
      StepExecutions: [{ StepName: "SleepOn", StepStatus: "Success", Inputs: { Duration: '"PT0S"' } }],
    });
    await expect(aws.call("GetAutomationExecution", { AutomationExecutionId: "none" })).rejects.toMatchObject({
      code: "AutomationExecutionNotFoundException",
    });
  });

  it("pages and filters executions and steps", async () => {
    await aws.create(document(`${sleep}  - { name: AfterIt, action: aws:sleep, inputs: { Duration: soon } }\n`), "pages");
    const ids = [await aws.start({}, "pages"), await aws.start({}, "pages"), await aws.start({}, "pages")];
    for (const id of ids) await aws.ended(id);
    const list = async (parameters: object) => {
      const { AutomationExecutionMetadataList: found, NextToken } = await aws.call("DescribeAutomationExecutions", { ...parameters });
      return { ids: (found as { AutomationExecutionId: string }[]).map((one) => one.AutomationExecutionId), NextToken };
    };
    const first = await list({ MaxResults: 2 });
    expect([first.ids, (await list({ MaxResults: 2, NextToken: first.NextToken })).ids]).toEqual([[ids[2], ids[1]], [ids[0]]]);
    const [past, future] = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)].map((time) => time.toISOString());
    const found = async (Key: string, value: unknown) => (await list({ Filters: [{ Key, Values: [value] }] })).ids.length;
    expect(await found("DocumentNamePrefix", "pag")).toBe(3);
    expect(await found("DocumentNamePrefix", "ages")).toBe(0);
    expect(await found("ExecutionStatus", "Failed")).toBe(3);
    expect(await found("StartTimeAfter", past)).toBe(3);
    expect(await found("StartTimeBefore", past)).toBe(0);
    expect(await found("StartTimeBefore", future)).toBe(3);
    expect(await found("AutomationType", "CrossAccount")).toBe(0);
    expect(await found("ParentExecutionId", "any")).toBe(0);
    expect(await found("CurrentAction", "aws:sleep")).toBe(0);
    const steps = async (parameters: object) =>
      (
        (await aws.call("DescribeAutomationStepExecutions", { AutomationExecutionId: ids[0], ...parameters })).StepExecutions as {
          StepName: string;
        }[]
      ).map(({ StepName }) => StepName);
    expect(await steps({ ReverseOrder: true })).toEqual(["AfterIt", "SleepOn"]);
    expect(await steps({ MaxResults: 1, NextToken: "1" })).toEqual(["AfterIt"]);
    expect(await steps({ Filters: [{ Key: "StepExecutionStatus", Values: ["Failed"] }] })).toEqual(["AfterIt"]);
    expect(
      await steps({
        Filters: [
          { Key: "StepName", Values: ["SleepOn", "None"] },
          { Key: "Action", Values: ["aws:sleep"] },
        ],
      }),
    ).toEqual(["SleepOn"]);
  });

  it.each([
    [{ Filters: [{ Key: "Colour", Values: ["red"] }] }, "InvalidFilterKey", "There is no filter Colour"],
    [{ Filters: [{ Key: "ExecutionStatus", Values: [] }] }, "InvalidFilterValue", "has no value"],
    [{ Filters: [{ Key: "StartTimeAfter", Values: ["soon"] }] }, "InvalidFilterValue", "ISO 8601"],
    [{ NextToken: "x" }, "InvalidNextToken", "not valid"],
    [{ MaxResults: 51 }, "ValidationException", "between 1 and 50"],
  ])("refuse %j", async (parameters, code, words) => {
    const answer = aws.call("DescribeAutomationExecutions", parameters);
    await expect(answer).rejects.toMatchObject({ code, message: expect.stringContaining(words) as unknown });
  });
});

describe("the quota of executions", () => {
  it("runs 100 at once, the next ones wait as Pending and start when a place is free", async () => {
    await aws.create(document("  - { name: SleepOn, action: aws:sleep, inputs: { Duration: PT1H } }\n"), "long");
    const ids: string[] = [];
    for (let count = 0; count < 101; count++) ids.push(await aws.start({}, "long"));
    const statusOf = async (id = "") =>
      ((await aws.call("GetAutomationExecution", { AutomationExecutionId: id })).AutomationExecution as Record<string, unknown>)
        .AutomationExecutionStatus;
    await aws.status("InProgress", 100);
    expect([await statusOf(ids[99]), await statusOf(ids[100])]).toEqual(["InProgress", "Pending"]);
    await aws.call("StopAutomationExecution", { AutomationExecutionId: ids[0] });
    await aws.status("InProgress", 101);
    expect([await statusOf(ids[0]), await statusOf(ids[100])]).toEqual(["Cancelled", "InProgress"]);
  });

  it("lets 1,000 wait and refuses more", async () => {
    const queue = createQueue();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let started = 0;
    for (let count = 0; count < 1100; count++) {
      expect(queue.full()).toBe(false);
      queue.add(() => {
        started += 1;
        return held;
      });
    }
    expect([queue.full(), started]).toEqual([true, 100]);
    const closed = queue.close();
    release();
    await closed;
    expect(started).toBe(100);
  });
});

describe("an allowed pattern", () => {
  it.each([
    ["^[a-z]+$", "abc", true],
    ["^[a-z]+$", "abC", false],
    ["b", "abc", true],
    ["^(?!aws)\\w+$", "mine", true],
    ["^(?!aws)\\w+$", "aws1", false],
    ["^(?=a)(a+)+$", `${"a".repeat(40)}!`, false],
  ])("%s on %s", (pattern, value, expected) => {
    const start = Date.now();
    expect(matches(pattern, value)).toBe(expected);
    expect(Date.now() - start).toBeLessThan(2000);
  });
});
