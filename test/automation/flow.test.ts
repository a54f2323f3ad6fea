/** Where an execution goes: branches, failures, cancellations, ends. */
import { type Bench, bench, document, type Result, statuses } from "./support.ts";

let aws: Bench;
beforeEach(() => {
  aws = bench();
});
afterEach(() => aws.close());

const sleep = (name: string, duration = "PT0S", more = ""): string =>
  `  - { name: ${name}, action: aws:sleep, inputs: { Duration: ${duration} }${more} }\n`;
const broken = (name: string, more = ""): string => sleep(name, "soon", more);
const ran = (result: Result): string[] => statuses(result).filter((text) => !text.endsWith("Pending"));

describe("aws:branch", () => {
  const choose = (conditions: string): string =>
    document(
      `  - name: ChooseOne\n    action: aws:branch\n    inputs:\n      Choices:\n${conditions}      Default: ThirdOne\n` +
        sleep("FirstOne", "PT0S", ", isEnd: true") +
        sleep("SecondOne", "PT0S", ", isEnd: true") +
        sleep("ThirdOne"),
      "parameters:\n  Phase: { type: String }\n  Size: { type: Integer, default: 3 }",
    );
  it.each([
    ["clone", "FirstOne"],
    ["MASK-9", "SecondOne"],
    ["other", "ThirdOne"],
  ])("goes where the first condition that holds says: %s", async (phase, next) => {
    const content = choose(
      `        - { NextStep: FirstOne, Variable: "{{ Phase }}", StringEquals: clone }\n` +
        `        - { NextStep: SecondOne, And: [{ Variable: "{{ Phase }}", StartsWith: MASK }, { Not: { Variable: "{{ Size }}", NumericGreater: 3 } }] }\n`,
    );
    const result = await aws.run(content, { Phase: [phase] });
    expect(ran(result)).toEqual(["ChooseOne Success", `${next} Success`]);
  });

  it("fails on an operator that does not exist", async () => {
    const result = await aws.run(choose(`        - { NextStep: FirstOne, Variable: "{{ Phase }}", Equals: clone }\n`), {
      Phase: ["clone"],
    });
    expect(result.FailureMessage).toContain("there is no operator Equals");
  });
});

describe("a failed step", () => {
  it("ends the execution, the rest stays Pending", async () => {
    const result = await aws.run(document(broken("BreakIt") + sleep("NeverRun")));
    expect(result.AutomationExecutionStatus).toBe("Failed");
    expect(statuses(result)).toEqual(["BreakIt Failed", "NeverRun Pending"]);
    expect(result.StepExecutions[0]?.FailureDetails).toMatchObject({ FailureStage: "InputValidation", FailureType: "Action" });
  });

  it.each([
    ["onFailure: Continue", "Success"],
    ["onFailure: Continue, isCritical: true", "Failed"],
  ])("goes on with %s and ends as %s", async (more, status) => {
    const result = await aws.run(document(broken("BreakIt", `, ${more}`) + sleep("RunOnIt")));
    expect(ran(result)).toEqual(["BreakIt Failed", "RunOnIt Success"]);
    expect(result.AutomationExecutionStatus).toBe(status);
  });

  it("leads to the step of onFailure and still ends as Failed", async () => {
    const result = await aws.run(document(broken("BreakIt", ", onFailure: 'step:CleanUp'") + sleep("NeverRun") + sleep("CleanUp")));
    expect(ran(result)).toEqual(["BreakIt Failed", "CleanUp Success"]);
    expect(result.AutomationExecutionStatus).toBe("Failed");
  });

  it("says when an input names an output of a step that did not run", async () => {
    const content = document(
      `  - { name: SkipOver, action: aws:sleep, inputs: { Duration: PT0S }, nextStep: UseItNow }\n` +
        `  - { name: MakeText, action: aws:executeAwsApi, inputs: { Service: sts, Api: GetCallerIdentity }, outputs: [{ Name: Arn, Selector: $.Arn }] }\n` +
        `  - { name: UseItNow, action: aws:sleep, inputs: { Duration: "{{ MakeText.Arn }}" } }\n`,
      "outputs: [MakeText.Arn]",
    );
    const result = await aws.run(content);
    expect(result.FailureMessage).toContain("{{ MakeText.Arn }}: No output available yet");
    expect(result.Outputs).toEqual({ "MakeText.Arn": ["No output available yet because the step is not successfully executed"] });
  });
});

describe("StopAutomationExecution", () => {
  const content = document(sleep("SleepOn", "PT1H", ", onCancel: 'step:CleanUp'") + sleep("NeverRun") + sleep("CleanUp"));

  it("cancels the running step, runs what onCancel names, and cannot be repeated", async () => {
    await aws.create(content);
    const id = await aws.start();
    await aws.step("SleepOn", "InProgress");
    await aws.call("StopAutomationExecution", { AutomationExecutionId: id });
    const result = await aws.ended(id);
    expect(ran(result)).toEqual(["SleepOn Cancelled", "CleanUp Success"]);
    expect(result.AutomationExecutionStatus).toBe("Cancelled");
    expect(aws.events.map((event) => event.type === "execution" && event.status).filter(Boolean)).toEqual([
      "Pending",
      "InProgress",
      "Cancelling",
      "Cancelled",
    ]);
    await expect(aws.call("StopAutomationExecution", { AutomationExecutionId: id })).rejects.toMatchObject({
      code: "InvalidAutomationStatusUpdateException",
    });
  });

  it("is what stopping the service does, without the clean-up steps", async () => {
    await aws.create(content);
    const id = await aws.start();
    await aws.step("SleepOn", "InProgress");
    await aws.service.stop();
    const result = await aws.ended(id);
    expect(ran(result)).toEqual(["SleepOn Cancelled"]);
  });

  it("lets the running step end and starts no other, with the Type Complete", async () => {
    await aws.create(document(sleep("SleepOn", "PT1S") + sleep("NeverRun")));
    const id = await aws.start();
    await aws.step("SleepOn", "InProgress");
    await aws.call("StopAutomationExecution", { AutomationExecutionId: id, Type: "Complete" });
    const result = await aws.ended(id);
    expect(statuses(result)).toEqual(["SleepOn Success", "NeverRun Pending"]);
    expect(result.AutomationExecutionStatus).toBe("Success");
  });
});

describe("SendAutomationSignal", () => {
  const steps = document(
    sleep("FirstOne") + sleep("SecondOne", "PT1H", ", onCancel: 'step:CleanUp'") + sleep("ThirdOne") + sleep("CleanUp"),
  );
  const send = (id: string, SignalType: string, Payload: Record<string, string[]> = {}) =>
    aws.call("SendAutomationSignal", { AutomationExecutionId: id, SignalType, Payload });
  const interactive = async (content: string): Promise<string> => {
    await aws.create(content);
    const started = await aws.call("StartAutomationExecution", { DocumentName: "document", Mode: "Interactive" });
    await aws.status("Waiting");
    return String(started.AutomationExecutionId);
  };
  const idOf = async (id: string, name: string): Promise<string> => {
    const { StepExecutions } = (await aws.call("GetAutomationExecution", { AutomationExecutionId: id })).AutomationExecution as unknown as {
      StepExecutions: { StepName: string; StepExecutionId: string }[];
    };
    return StepExecutions.find(({ StepName }) => StepName === name)?.StepExecutionId ?? "";
  };

  it("starts each step of an interactive execution, stops one, and resumes or leaves it", async () => {
    const id = await interactive(steps);
    expect(await aws.call("GetAutomationExecution", { AutomationExecutionId: id })).toMatchObject({
      AutomationExecution: { Mode: "Interactive", AutomationExecutionStatus: "Waiting" },
    });
    await send(id, "StartStep");
    await aws.status("Waiting", 2);
    await send(id, "StartStep", { StepName: ["SecondOne"] });
    await aws.step("SecondOne", "InProgress");
    await expect(send(id, "StartStep")).rejects.toMatchObject({ code: "InvalidAutomationSignalException" });
    await send(id, "StopStep", { StepExecutionId: [await idOf(id, "SecondOne")] });
    await aws.status("Waiting", 3);
    await send(id, "Resume", { StepName: ["SecondOne"] });
    await aws.step("SecondOne", "InProgress");
    await send(id, "StopStep", { StepExecutionId: [await idOf(id, "SecondOne")] });
    await aws.status("Waiting", 4);
    await send(id, "StartStep", { StepName: ["ThirdOne"] });
    await aws.status("Waiting", 5);
    await send(id, "StartStep");
    const result = await aws.ended(id);
    expect(statuses(result)).toEqual(["FirstOne Success", "SecondOne Cancelled", "ThirdOne Success", "CleanUp Success"]);
    expect(result.AutomationExecutionStatus).toBe("Success");
  });

  it("waits after a step that failed; the execution is ended by Complete, as failed", async () => {
    const id = await interactive(document(broken("BreakIt") + sleep("NeverRun")));
    await send(id, "StartStep");
    await aws.status("Waiting", 2);
    await send(id, "Resume", { StepName: ["BreakIt"] });
    await aws.status("Waiting", 3);
    await aws.call("StopAutomationExecution", { AutomationExecutionId: id, Type: "Complete" });
    expect(await aws.ended(id)).toMatchObject({ AutomationExecutionStatus: "Failed" });
  });

  it("is not waited for by the clean-up of a cancelled execution", async () => {
    const id = await interactive(steps);
    await send(id, "StartStep", { StepName: ["SecondOne"] });
    await aws.step("SecondOne", "InProgress");
    await aws.call("StopAutomationExecution", { AutomationExecutionId: id });
    expect(ran(await aws.ended(id))).toEqual(["SecondOne Cancelled", "CleanUp Success"]);
  });

  it.each([
    ["Approve", {}, "InvalidAutomationSignalException", "aws:approve, which the local runner does not have"],
    ["Reject", {}, "InvalidAutomationSignalException", "aws:approve"],
    ["Revoke", {}, "InvalidAutomationSignalException", "aws:approve"],
    ["Go", {}, "ValidationException", "SignalType is"],
    ["StartStep", { StepName: ["Nowhere"] }, "AutomationStepNotFoundException", "The specified step name"],
    ["Resume", {}, "AutomationStepNotFoundException", "The specified step name"],
    ["Resume", { StepName: ["FirstOne"] }, "InvalidAutomationSignalException", "neither failed nor been stopped"],
    ["StopStep", { StepExecutionId: ["none"] }, "AutomationStepNotFoundException", "The specified step name"],
  ])("refuses %s %j", async (type, payload, code, words) => {
    const id = await interactive(steps);
    await expect(send(id, type, payload)).rejects.toMatchObject({ code, message: expect.stringContaining(words) as unknown });
    await expect(send("none", type, payload)).rejects.toMatchObject({ code: "AutomationExecutionNotFoundException" });
  });

  it("refuses the signals of interactive executions for one in the Mode Auto, and a step that does not run", async () => {
    await aws.create(document(sleep("SleepOn", "PT1H")));
    const id = await aws.start();
    await aws.step("SleepOn", "InProgress");
    const auto = { code: "InvalidAutomationSignalException", message: expect.stringContaining("Mode Interactive") as unknown };
    await expect(send(id, "StopStep", { StepExecutionId: [await idOf(id, "SleepOn")] })).rejects.toMatchObject(auto);
    await aws.call("DeleteDocument", { Name: "document" });
    const other = await interactive(steps);
    await expect(send(other, "StopStep", { StepExecutionId: [await idOf(other, "FirstOne")] })).rejects.toMatchObject({
      message: expect.stringContaining("FirstOne is not running") as unknown,
    });
  });
});
