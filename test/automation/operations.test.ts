/** The operations: documents, the checks of a start, lists. */
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

  it.each([
    [
      "an unknown action",
      document("  - { name: RunOnIt, action: aws:runCommand, inputs: {} }\n"),
      "InvalidDocumentContent",
      "aws:runCommand",
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
});
