/** What a Task can call beside functions and the SDK: activities, HTTPS, other services; and calls that wait for a token. */
import { z } from "zod";
import { activity, awsSdk, http, lambda, waitForTaskToken } from "../../workflows/kit/contract/index.ts";
import * as ready from "../../workflows/kit/contract/integrations/index.ts";
import { ifPresent, text, token } from "../../workflows/kit/index.ts";
import { build, maskTable, problemsOf, statesOf } from "./support.ts";

const approve = activity("approval", { input: z.object({ change: z.string() }), output: z.object({ approved: z.boolean() }) });
const answer = { output: z.object({ answer: z.string() }), errors: ["Ask.Refused"] } as const;
const ask = waitForTaskToken(
  lambda("ask_handler", "ask", { input: z.object({ question: z.string(), token: z.string() }), output: z.object({ sent: z.boolean() }) }),
  answer,
);

describe("an activity", () => {
  it("is called by its ARN, with its timeout and heartbeat, its result as the worker sent it", () => {
    const states = statesOf(
      build({ Approve: approve }, ({ run, input }) => ({
        ok: run("Approve", { change: input.runId }, { timeout: 3600, heartbeat: 60 }).approved,
      })),
    );
    expect(states["Approve"]).toEqual({
      Type: "Task",
      Resource: "${approval_activity_arn}",
      Parameters: { "change.$": "$.runId" },
      ResultSelector: { "approved.$": "$.approved" },
      ResultPath: "$.approve",
      TimeoutSeconds: 3600,
      HeartbeatSeconds: 60,
      Next: "Output",
    });
  });

  it("has to say its timeout", () => {
    expect(problemsOf({ Approve: approve }, ({ run }) => void run("Approve", { change: "x" }, { heartbeat: 60 }))).toEqual([
      "Approve: nothing bounds how long it may take.",
    ]);
  });
});

describe("a call that waits for its token", () => {
  it("hands the token on, and its result is what was sent back", () => {
    const states = statesOf(
      build({ Ask: ask }, ({ run, input }) => ({
        answer: run("Ask", (taskToken) => ({ question: text`Switch ${input.runId}?`, token: taskToken }), { timeout: 3600 }).answer,
      })),
    );
    expect(states["Ask"]).toMatchObject({
      Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
      Parameters: {
        FunctionName: "${ask_handler_arn}",
        Payload: { operation: "ask", "question.$": "States.Format('Switch {}?', $.runId)", "token.$": "$$.Task.Token" },
      },
      ResultSelector: { "answer.$": "$.answer" },
      TimeoutSeconds: 3600,
    });
  });

  it("may be a call of the SDK or of another service, inside a Map too", () => {
    const publish = waitForTaskToken(ready.publish, answer);
    const put = waitForTaskToken(awsSdk("sqs:sendMessage", { input: z.object({ MessageBody: z.string() }), output: z.object({}) }), answer);
    const states = statesOf(
      build({ Publish: publish, Send: put }, ({ run, map, input }) => {
        map("Each", input.names, (name) => {
          run("Publish", (taskToken) => ({ TopicArn: token("topic_arn"), Message: { name, taskToken } }), { timeout: 60 });
        });
        run("Send", (taskToken) => ({ MessageBody: taskToken }), { timeout: 60 });
      }),
    );
    expect(states["Each"]?.["ItemSelector"]).toEqual({ "item.$": "$$.Map.Item.Value" });
    expect(states["Each"]?.["ItemProcessor"]?.["States"]?.["Publish"]).toMatchObject({
      Resource: "arn:aws:states:::sns:publish.waitForTaskToken",
      Parameters: { Message: { "name.$": "$.item", "taskToken.$": "$$.Task.Token" } },
    });
    expect(states["Send"]?.["Resource"]).toBe("arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken");
  });

  it("keeps its token to itself, and hands it on", () => {
    let stolen: unknown;
    expect(
      problemsOf({ Ask: ask, "Mask table": maskTable }, ({ run }) => {
        const give = (taskToken: unknown) => {
          stolen = taskToken;
          return { question: "?", token: taskToken };
        };
        run("Ask", give as never, { timeout: 60 });
        run("Mask table", { runId: stolen as never });
      }),
    ).toEqual(['Mask table: it reads the task token of "Ask", which exists only in the arguments of that call.']);
    expect(
      problemsOf({ Ask: ask }, ({ run }) => void run("Ask", (() => ({ question: "?", token: "t" })) as never, { timeout: 60 })),
    ).toEqual(["Ask: its arguments do not hand the task token on: nobody could answer."]);
    expect(problemsOf({ Ask: ask }, ({ run }) => void run("Ask", { question: "?", token: "t" } as never, { timeout: 60 }))).toEqual([
      "Ask: it waits for its task token, but its arguments are no function of it.",
    ]);
    expect(problemsOf({ "Mask table": maskTable }, ({ run }) => void run("Mask table", (() => ({ runId: "r" })) as never))).toEqual([
      "Mask table: its arguments are a function, but it waits for no task token.",
    ]);
  });

  it("cannot be an activity, an HTTP call, or one that waits already", () => {
    for (const contract of [approve, ready.runTaskAndWait, http("c", { method: "GET", input: z.object({}), output: z.object({}) })]) {
      expect(() => waitForTaskToken(contract as never, answer)).toThrow(/cannot wait for a task token/);
    }
  });
});

describe("an HTTP call", () => {
  it("has its method and its connection", () => {
    const charge = http("payments", {
      method: "POST",
      input: z.object({ ApiEndpoint: z.string(), RequestBody: z.object({ run: z.string() }) }),
      output: z.object({ StatusCode: z.int(), ResponseBody: z.object({ id: z.string() }) }),
      errors: ["States.Http.StatusCode.402"],
    });
    const states = statesOf(
      build({ Charge: charge }, ({ run, input }) => ({
        id: run(
          "Charge",
          { ApiEndpoint: "https://example.com/v1", RequestBody: { run: input.runId } },
          { retry: [{ errors: ["States.Http.StatusCode.402", "States.Http.Socket"] }] },
        ).ResponseBody.id,
      })),
    );
    expect(states["Charge"]).toMatchObject({
      Resource: "arn:aws:states:::http:invoke",
      Parameters: {
        ApiEndpoint: "https://example.com/v1",
        Method: "POST",
        Authentication: { ConnectionArn: "${payments_connection_arn}" },
        RequestBody: { "run.$": "$.runId" },
      },
      ResultSelector: { "ResponseBody.$": "$.ResponseBody" },
    });
  });
});

describe("ready-made contracts", () => {
  const key = z.object({ id: ready.attribute.text() });
  const item = z.object({ id: ready.attribute.text(), total: ready.attribute.number() });
  const all = {
    publish: ready.publish,
    sendMessage: ready.sendMessage,
    putEvents: ready.putEvents,
    getItem: ready.getItem({ key, item }),
    putItem: ready.putItem({ item }),
    updateItem: ready.updateItem({ key, item }),
    deleteItem: ready.deleteItem({ key, item }),
    runTask: ready.runTask,
    runTaskAndWait: ready.runTaskAndWait,
    submitJob: ready.submitJob,
    submitJobAndWait: ready.submitJobAndWait,
    startJobRun: ready.startJobRun,
    startJobRunAndWait: ready.startJobRunAndWait,
    invoke: ready.invoke({ input: z.object({}), output: z.object({}), errors: ["Oops"] }),
    startExecution: ready.startExecution({ input: z.object({ runId: z.string() }) }),
  };

  it("name the calls of the optimized integrations, and errors of one family each", () => {
    expect(Object.values(all).map(({ target }) => (target.kind === "integration" ? target.resource : target.kind))).toEqual([
      "sns:publish",
      "sqs:sendMessage",
      "events:putEvents",
      "dynamodb:getItem",
      "dynamodb:putItem",
      "dynamodb:updateItem",
      "dynamodb:deleteItem",
      "ecs:runTask",
      "ecs:runTask.sync",
      "batch:submitJob",
      "batch:submitJob.sync",
      "glue:startJobRun",
      "glue:startJobRun.sync",
      "lambda:invoke",
      "states:startExecution",
    ]);
    for (const [name, { errors }] of Object.entries(all)) {
      const families = new Set(errors.filter((error) => error !== "Oops").map((error) => error.split(".")[0]));
      expect([name, families.size, new Set(errors).size]).toEqual([name, 1, errors.length]);
    }
    expect(all.putEvents.errors).toContain("EventBridge.FailedEntry");
    expect(all.invoke.errors).toContain("Oops");
  });

  it("are called and read like any other", () => {
    const states = statesOf(
      build({ Read: all.getItem, Run: all.runTaskAndWait }, ({ run, choice, input }) => {
        const read = run("Read", { TableName: "orders", Key: { id: { S: input.runId } }, ConsistentRead: true });
        const done = run("Run", { Cluster: token("cluster_arn"), TaskDefinition: "job:1", LaunchType: "FARGATE" }, { timeout: 3600 });
        const order = choice("Is it there?", [ifPresent(read.Item, (found) => ({ total: found.total.N }))], () => ({ total: "0" }));
        return { total: order.total, task: done.TaskArn };
      }),
    );
    expect(states["Read"]).toMatchObject({
      Resource: "arn:aws:states:::dynamodb:getItem",
      Parameters: { TableName: "orders", Key: { id: { "S.$": "$.runId" } }, ConsistentRead: true },
    });
    expect(states["Is it there?"]?.["Choices"]).toEqual([{ Variable: "$.read.Item", IsPresent: true, Next: "Is it there? Yes" }]);
    expect(states["Is it there? Yes"]?.["Parameters"]).toEqual({ "total.$": "$.read.Item.total.N" });
    expect(states["Run"]).toMatchObject({ Resource: "arn:aws:states:::ecs:runTask.sync", ResultSelector: { "TaskArn.$": "$.TaskArn" } });
  });
});
