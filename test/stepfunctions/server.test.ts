import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  paginateListExecutions,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { type Engine, type EngineServer, handleStatesRequest, startEngineServer } from "../../local/stepfunctions/index.ts";
import { single, virtualEngine } from "./support.ts";

const roleArn = "arn:aws:iam::123456789012:role/r";

describe("the API", () => {
  const call = async (
    engine: Engine,
    operation: string,
    input: object | string,
  ): Promise<{ status: number; body: Record<string, unknown> }> => {
    const body = typeof input === "string" ? input : JSON.stringify(input);
    const answer = await handleStatesRequest(engine, { target: `AWSStepFunctions.${operation}`, body });
    return { status: answer.status, body: JSON.parse(answer.body) };
  };
  const create = async (engine: Engine, definition: object, name = "m"): Promise<string> => {
    const { body } = await call(engine, "CreateStateMachine", { name, definition: JSON.stringify(definition), roleArn });
    return String(body.stateMachineArn);
  };

  it("creates, starts, describes and lists", async () => {
    const engine = virtualEngine();
    const stateMachineArn = await create(engine, single({ Type: "Pass" }));
    const started = await call(engine, "StartExecution", { stateMachineArn, name: "e", input: '{"a":1}' });
    expect(started.body).toEqual({ executionArn: "arn:aws:states:us-east-1:123456789012:execution:m:e", startDate: 1_704_067_200 });
    await engine.waitFor(String(started.body.executionArn));
    const { body } = await call(engine, "DescribeExecution", { executionArn: started.body.executionArn });
    expect(body).toMatchObject({
      status: "SUCCEEDED",
      output: '{"a":1}',
      input: '{"a":1}',
      inputDetails: { included: true },
      redriveStatus: "NOT_REDRIVABLE",
    });
    expect((await call(engine, "ListExecutions", { stateMachineArn, statusFilter: "SUCCEEDED" })).body).toMatchObject({
      executions: [{ name: "e" }],
    });
    expect((await call(engine, "ListStateMachines", {})).body).toMatchObject({ stateMachines: [{ name: "m", type: "STANDARD" }] });
  });

  it("pages a history forwards and backwards, with and without data", async () => {
    const engine = virtualEngine();
    const stateMachineArn = await create(engine, single({ Type: "Pass" }));
    const { executionArn } = (await call(engine, "StartExecution", { stateMachineArn })).body;
    await engine.waitFor(String(executionArn));
    const first = await call(engine, "GetExecutionHistory", { executionArn, maxResults: 3, reverseOrder: true });
    expect((first.body.events as { id: number }[]).map(({ id }) => id)).toEqual([4, 3, 2]);
    const { nextToken } = first.body;
    const second = await call(engine, "GetExecutionHistory", {
      executionArn,
      maxResults: 3,
      reverseOrder: true,
      nextToken,
      includeExecutionData: false,
    });
    expect(second.body).toEqual({
      events: [
        { id: 1, previousEventId: 0, timestamp: 1_704_067_200, type: "ExecutionStarted", executionStartedEventDetails: { roleArn } },
      ],
    });
  });

  it.each([
    [
      "StartExecution",
      { stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:x" },
      400,
      "StateMachineDoesNotExist",
      "State Machine Does Not Exist: 'arn:aws:states:us-east-1:123456789012:stateMachine:x'",
    ],
    ["ListExecutions", { stateMachineArn: "nonsense" }, 400, "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: nonsense'"],
    [
      "DescribeExecution",
      {},
      400,
      "ValidationException",
      "1 validation error detected: Value null at 'executionArn' failed to satisfy constraint: Member must not be null",
    ],
    ["CreateStateMachine", { name: "a b", definition: "{}", roleArn }, 400, "InvalidName", "Invalid Name: 'a b'"],
    ["PaintStateMachine", {}, 501, "UnsupportedOperation", "The operation states:PaintStateMachine is not supported by this engine yet"],
    ["SendTaskSuccess", { taskToken: "x", output: "{}" }, 400, "InvalidToken", "Invalid Token: 'Invalid token'"],
    ["DescribeExecution", "not json", 400, "SerializationException", "The body of the request is not JSON"],
  ])("%s of %j is refused in AWS's words", async (operation, input, status, code, message) => {
    expect(await call(virtualEngine(), operation, input)).toEqual({ status, body: { __type: code, message } });
  });

  it("refuses a second execution of a name, but repeats the start of a running one", async () => {
    const engine = virtualEngine({ mocks: () => new Promise(() => undefined) });
    const definition = single({ Type: "Task", Resource: "arn:aws:states:::lambda:invoke" });
    const stateMachineArn = await create(engine, definition);
    const first = await call(engine, "StartExecution", { stateMachineArn, name: "e", input: "{}" });
    expect(await call(engine, "StartExecution", { stateMachineArn, name: "e", input: "{}" })).toEqual(first);
    const { body } = await call(engine, "StartExecution", { stateMachineArn, name: "e", input: '{"other":1}' });
    expect(body).toEqual({ __type: "ExecutionAlreadyExists", message: `Execution Already Exists: '${first.body.executionArn}'` });
    const stopped = await call(engine, "StopExecution", { executionArn: first.body.executionArn, error: "E", cause: "c" });
    expect(stopped.status).toBe(200);
    expect((await call(engine, "DescribeExecution", { executionArn: first.body.executionArn })).body).toMatchObject({
      status: "ABORTED",
      error: "E",
      cause: "c",
    });
  });

  it("answers task tokens", async () => {
    const engine = virtualEngine({ integrations: { call: async ({ parameters }) => parameters } });
    const stateMachineArn = await create(
      engine,
      single({ Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken", Parameters: { "t.$": "$$.Task.Token" } }),
    );
    const token = new Promise<string>((resolve) => {
      engine.onHistoryEvent((_arn, event) => {
        const details = event.taskSubmittedEventDetails as { output: string } | undefined;
        if (details !== undefined) resolve(JSON.parse(details.output).t);
      });
    });
    const { executionArn } = (await call(engine, "StartExecution", { stateMachineArn })).body;
    await call(engine, "SendTaskSuccess", { taskToken: await token, output: '{"done":true}' });
    expect(await engine.waitFor(String(executionArn))).toMatchObject({ status: "SUCCEEDED", output: '{"done":true}' });
  });

  it("updates, tags and deletes a machine", async () => {
    const engine = virtualEngine();
    const stateMachineArn = await create(engine, single({ Type: "Pass" }));
    const definition = JSON.stringify(single({ Type: "Succeed", End: undefined }));
    expect((await call(engine, "UpdateStateMachine", { stateMachineArn, definition })).body).toMatchObject({
      revisionId: expect.any(String),
    });
    await call(engine, "TagResource", { resourceArn: stateMachineArn, tags: [{ key: "k", value: "v" }] });
    expect((await call(engine, "ListTagsForResource", { resourceArn: stateMachineArn })).body).toEqual({
      tags: [{ key: "k", value: "v" }],
    });
    expect((await call(engine, "DescribeStateMachine", { stateMachineArn })).body).toMatchObject({ definition, status: "ACTIVE" });
    await call(engine, "DeleteStateMachine", { stateMachineArn });
    expect((await call(engine, "DescribeStateMachine", { stateMachineArn })).body.__type).toBe("StateMachineDoesNotExist");
  });
});

describe("the server", () => {
  let server: EngineServer;
  let client: SFNClient;

  beforeAll(async () => {
    server = await startEngineServer(virtualEngine());
    client = new SFNClient({ endpoint: server.endpoint, region: "us-east-1", credentials: { accessKeyId: "a", secretAccessKey: "b" } });
  });

  afterAll(async () => {
    client.destroy();
    await server.close();
  });

  it("speaks to the AWS SDK", async () => {
    const definition = JSON.stringify(single({ Type: "Pass" }));
    const { stateMachineArn } = await client.send(new CreateStateMachineCommand({ name: "sdk", definition, roleArn }));
    const { executionArn, startDate } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '{"a":1}' }));
    expect(startDate).toEqual(new Date("2024-01-01T00:00:00Z"));
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(status).toBe("SUCCEEDED");
    const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events?.map(({ type }) => type)).toEqual(["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]);
    for await (const page of paginateListExecutions({ client }, { stateMachineArn })) expect(page.executions).toHaveLength(1);
  });
});
