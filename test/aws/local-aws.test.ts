/** The local AWS as its users see it: moto behind the gateway, and the gateway's own services. */
import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { DescribeReservedDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateStateMachineCommand, ListExecutionsCommand, SFNClient } from "@aws-sdk/client-sfn";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { AccountName, Credentials } from "../../local/aws/index.ts";
import { startLocalAws } from "../../local/aws/index.ts";
import { startTestAws, type TestAws, venvPython } from "../support/local-aws.ts";

const functions = {
  echo: `
    let count = 0;
    export const handler = async (event, context) => {
      count += 1;
      if (event.fail) throw new RangeError("too far");
      if (event.spin) for (;;) {}
      if (event.exit) process.exit(3);
      if (event.metric) {
        console.log(JSON.stringify({ _aws: { Timestamp: Date.now(), CloudWatchMetrics: [{ Namespace: "Refresh", Dimensions: [["service"]], Metrics: [{ Name: "rows", Unit: "Count" }] }] }, service: "ledger", rows: 42 }));
      }
      console.log("invoked");
      return { event, count, greeting: process.env.GREETING, home: process.env.HOME ?? null, name: context.functionName, left: context.getRemainingTimeInMillis() };
    };`,
  broken: "throw new Error('no such module');",
};
const passing = JSON.stringify({ StartAt: "Done", States: { Done: { Type: "Pass", End: true } } });
const failing = JSON.stringify({ StartAt: "Give up", States: { "Give up": { Type: "Fail", Error: "Gone", Cause: "for good" } } });

(venvPython === undefined ? describe.skip : describe)("the local AWS", () => {
  let aws: TestAws;
  const client = <C>(Class: new (options: object) => C, who: AccountName | Credentials = "test"): C =>
    new Class({ endpoint: aws.endpoint, region: aws.region, credentials: typeof who === "string" ? aws.credentials(who) : who });

  beforeAll(async () => {
    aws = await startTestAws(functions, { timeoutSeconds: 1 });
  });
  afterAll(() => aws?.end());

  describe("accounts", () => {
    it("keeps what each has to itself", async () => {
      await client(SSMClient, "production").send(new PutParameterCommand({ Name: "/only/here", Value: "1", Type: "String" }));
      await expect(client(SSMClient).send(new GetParameterCommand({ Name: "/only/here" }))).rejects.toMatchObject({
        name: "ParameterNotFound",
      });
    });

    it("lets one assume a role of the other", async () => {
      const { Credentials: given } = await client(STSClient).send(
        new AssumeRoleCommand({ RoleArn: "arn:aws:iam::111111111111:role/refresh-reader", RoleSessionName: "test" }),
      );
      const credentials = { accessKeyId: String(given?.AccessKeyId), secretAccessKey: "any", sessionToken: String(given?.SessionToken) };
      const { Account } = await client(STSClient, credentials).send(new GetCallerIdentityCommand({}));
      expect(Account).toBe("111111111111");
    });

    it("knows the keys of a user that was made, and no others", async () => {
      const iam = client(IAMClient, "production");
      await iam.send(new CreateUserCommand({ UserName: "reader" }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "reader" }));
      const own = { accessKeyId: String(AccessKey?.AccessKeyId), secretAccessKey: "any" };
      expect(await client(STSClient, own).send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: "111111111111" });
      const invented = { accessKeyId: "AKIAXXXXXXXXXXXXXXXX", secretAccessKey: "any" };
      await expect(client(STSClient, invented).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
        name: "UnrecognizedClientException",
      });
    });
  });

  describe("S3", () => {
    it("stores objects under keys of any characters, byte for byte", async () => {
      const s3 = client(S3Client, "production");
      await s3.send(new CreateBucketCommand({ Bucket: "prod-data" }));
      const body = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 256));
      await s3.send(new PutObjectCommand({ Bucket: "prod-data", Key: "häuser/a b+c&d.bin", Body: body }));
      const read = await client(S3Client).send(new GetObjectCommand({ Bucket: "prod-data", Key: "häuser/a b+c&d.bin" }));
      expect(Buffer.from((await read.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
      expect((await client(S3Client).send(new ListBucketsCommand({}))).Buckets).toEqual([]);
      await expect(s3.send(new HeadObjectCommand({ Bucket: "prod-data", Key: "none" }))).rejects.toMatchObject({ name: "NotFound" });
    });

    it("keeps a bucket policy without letting moto enforce it", async () => {
      const s3 = client(S3Client);
      await s3.send(new CreateBucketCommand({ Bucket: "with-policy" }));
      await expect(s3.send(new GetBucketPolicyCommand({ Bucket: "with-policy" }))).rejects.toMatchObject({ name: "NoSuchBucketPolicy" });
      const deny = {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: "*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      };
      const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [deny] });
      await s3.send(new PutBucketPolicyCommand({ Bucket: "with-policy", Policy }));
      expect((await s3.send(new GetBucketPolicyCommand({ Bucket: "with-policy" }))).Policy).toBe(Policy);
      await s3.send(new PutObjectCommand({ Bucket: "with-policy", Key: "a", Body: "a" }));
      await expect(s3.send(new PutBucketPolicyCommand({ Bucket: "with-policy", Policy: "{" }))).rejects.toMatchObject({
        name: "MalformedPolicy",
      });
      await expect(s3.send(new PutBucketPolicyCommand({ Bucket: "nowhere", Policy }))).rejects.toMatchObject({ name: "NoSuchBucket" });
    });
  });

  describe("Lambda", () => {
    const invoke = async (FunctionName: string, event: object, type?: "Event") => {
      const answer = await client(LambdaClient).send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), ...(type === undefined ? {} : { InvocationType: type }) }),
      );
      const text = Buffer.from(answer.Payload ?? []).toString();
      return { status: answer.StatusCode, error: answer.FunctionError, payload: text === "" ? undefined : JSON.parse(text) };
    };

    it("runs a function with its own environment, warm the second time", async () => {
      const first = await invoke("echo", { a: 1 });
      expect(first).toMatchObject({ status: 200, payload: { event: { a: 1 }, greeting: "hello from echo", home: null, name: "echo" } });
      const second = await invoke("arn:aws:lambda:us-west-2:222222222222:function:echo", {});
      expect(second.payload.count).toBe(first.payload.count + 1);
      expect(second.payload.left).toBeLessThanOrEqual(1000);
    });

    it("words an error that the function throws", async () => {
      expect(await invoke("echo", { fail: true })).toMatchObject({
        error: "Unhandled",
        payload: {
          errorType: "RangeError",
          errorMessage: "too far",
          trace: expect.arrayContaining([expect.stringContaining("RangeError")]),
        },
      });
    });

    it("ends a busy loop at the timeout, and goes on with a new environment", async () => {
      const { error, payload } = await invoke("echo", { spin: true });
      expect(error).toBe("Unhandled");
      expect(payload).toEqual({
        errorType: "Sandbox.Timedout",
        errorMessage: expect.stringMatching(/Error: Task timed out after 1\.00 seconds$/),
      });
      expect((await invoke("echo", {})).payload.count).toBe(1);
    });

    it("words an exit and a file that cannot be loaded", async () => {
      expect((await invoke("echo", { exit: true })).payload).toMatchObject({ errorType: "Runtime.ExitError" });
      expect((await invoke("broken", {})).payload).toMatchObject({ errorType: "Error", errorMessage: "no such module" });
    });

    it("runs as many events at once as it has environments, and the others after them", async () => {
      const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => invoke("echo", { n })));
      expect(answers.map(({ payload }) => payload.event.n)).toEqual(Array.from({ length: 12 }, (_, n) => n));
    });

    it("refuses a function that is not there, and lists those that are", async () => {
      await expect(invoke("nothing", {})).rejects.toMatchObject({ name: "ResourceNotFoundException" });
      const { Functions } = await client(LambdaClient).send(new ListFunctionsCommand({}));
      expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual(["echo", "broken"]);
    });

    it("turns embedded metrics into CloudWatch metrics, and keeps the other lines", async () => {
      await invoke("echo", { metric: true });
      const stored = new Promise<void>((resolve) => {
        const look = async (): Promise<void> => {
          await aws.settled();
          const { Datapoints = [] } = await client(CloudWatchClient).send(
            new GetMetricStatisticsCommand({
              Namespace: "Refresh",
              MetricName: "rows",
              Dimensions: [{ Name: "service", Value: "ledger" }],
              StartTime: new Date(Date.now() - 3_600_000),
              EndTime: new Date(Date.now() + 60_000),
              Period: 7200,
              Statistics: ["Sum"],
            }),
          );
          if (Datapoints[0]?.Sum === 42) resolve();
          else setImmediate(look);
        };
        void look();
      });
      await stored;
      expect(aws.functionLog("echo")).toContain("invoked");
      expect(aws.functionLog("echo").join()).not.toContain("CloudWatchMetrics");
    });
  });

  describe("EventBridge", () => {
    const machine = async (name: string, definition: string): Promise<string> =>
      String(
        (
          await client(SFNClient).send(
            new CreateStateMachineCommand({ name, definition, roleArn: "arn:aws:iam::222222222222:role/machine" }),
          )
        ).stateMachineArn,
      );

    const rule = async (Name: string, pattern: object, target: object): Promise<void> => {
      const events = client(EventBridgeClient);
      await events.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }));
      await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: "1", ...target } as never] }));
    };

    it("starts a state machine with what the transformer makes of the event", async () => {
      const arn = await machine("on-order", passing);
      const transformer = {
        InputPathsMap: { id: "$.detail.id", what: "$.detail.what" },
        InputTemplate: '{"id": <id>, "text": "it is <what>"}',
      };
      await rule(
        "orders",
        { source: ["shop"], detail: { id: [{ exists: true }] } },
        { Arn: arn, RoleArn: "arn:aws:iam::222222222222:role/events", InputTransformer: transformer },
      );
      const Entries = [
        { Source: "shop", DetailType: "Order", Detail: JSON.stringify({ id: 7, what: 'a "quote"' }) },
        { Source: "other", DetailType: "Order", Detail: "{}" },
        { Source: "shop", DetailType: "Order", Detail: "no" },
      ];
      const answer = await client(EventBridgeClient).send(new PutEventsCommand({ Entries }));
      expect(answer).toMatchObject({
        FailedEntryCount: 1,
        Entries: [{ EventId: expect.any(String) }, { EventId: expect.any(String) }, { ErrorCode: "MalformedDetail" }],
      });
      await aws.settled();
      const { executions = [] } = await client(SFNClient).send(new ListExecutionsCommand({ stateMachineArn: arn }));
      expect(executions).toHaveLength(1);
      const done = await aws.engine.waitFor(String(executions[0]?.executionArn));
      expect(JSON.parse(String(done.input))).toEqual({ id: 7, text: 'it is a "quote"' });
    });

    it("tells when an execution fails, as AWS's Step Functions do", async () => {
      const arn = await machine("gives-up", failing);
      const { QueueUrl } = await client(SQSClient).send(new CreateQueueCommand({ QueueName: "failures" }));
      expect(QueueUrl).toContain(aws.endpoint);
      await rule(
        "failures",
        {
          source: ["aws.states"],
          "detail-type": ["Step Functions Execution Status Change"],
          detail: { status: ["FAILED"], stateMachineArn: [arn] },
        },
        { Arn: "arn:aws:sqs:us-west-2:222222222222:failures" },
      );
      const { executionArn } = aws.engine.startExecution({ stateMachineArn: arn, input: "{}" });
      await aws.engine.waitFor(executionArn);
      await aws.settled();
      const { Messages = [] } = await client(SQSClient).send(new ReceiveMessageCommand({ QueueUrl }));
      expect(JSON.parse(String(Messages[0]?.Body))).toMatchObject({
        source: "aws.states",
        account: "222222222222",
        detail: { executionArn, status: "FAILED", error: "Gone" },
      });
    });

    it("reaches topics", async () => {
      const { TopicArn } = await client(SNSClient).send(new CreateTopicCommand({ Name: "told" }));
      const { QueueUrl } = await client(SQSClient).send(new CreateQueueCommand({ QueueName: "told" }));
      await client(SNSClient).send(
        new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: "arn:aws:sqs:us-west-2:222222222222:told" }),
      );
      await rule("told", { source: ["topic-test"] }, { Arn: TopicArn, Input: '"constant"' });
      await client(EventBridgeClient).send(new PutEventsCommand({ Entries: [{ Source: "topic-test", DetailType: "x", Detail: "{}" }] }));
      await aws.settled();
      const { Messages = [] } = await client(SQSClient).send(new ReceiveMessageCommand({ QueueUrl }));
      expect(JSON.parse(String(Messages[0]?.Body))).toMatchObject({ Message: '"constant"' });
    });

    it("refuses targets that it could not reach", async () => {
      await expect(rule("kinesis", { source: ["x"] }, { Arn: "arn:aws:kinesis:us-west-2:222222222222:stream/x" })).rejects.toMatchObject({
        name: "NotImplementedException",
      });
    });
  });

  describe("what it does not have", () => {
    it("is a 501 that names service and operation", async () => {
      await expect(client(RDSClient).send(new DescribeReservedDBInstancesCommand({}))).rejects.toMatchObject({
        message: expect.stringContaining("rds:DescribeReservedDBInstances"),
        $metadata: { httpStatusCode: 501, attempts: 1 },
      });
      const { IAMClient: Iam, SimulateCustomPolicyCommand } = await import("@aws-sdk/client-iam");
      await expect(
        client(Iam).send(new SimulateCustomPolicyCommand({ PolicyInputList: ["{}"], ActionNames: ["s3:GetObject"] })),
      ).rejects.toMatchObject({
        message: expect.stringContaining("iam:SimulateCustomPolicy"),
        $metadata: { httpStatusCode: 501, attempts: 1 },
      });
    });

    it("refuses parameters that AWS refuses", async () => {
      const put = (Value: string) => client(SSMClient).send(new PutParameterCommand({ Name: "/p", Value, Type: "String" }));
      await expect(put("{{hash}}")).rejects.toMatchObject({ name: "ValidationException" });
      await expect(put("x".repeat(4097))).rejects.toMatchObject({ name: "ValidationException" });
      await put("x".repeat(4096));
    });
  });

  describe("starting and stopping", () => {
    it("says which port is taken, and leaves nothing behind", async () => {
      const port = Number(new URL(aws.endpoint).port);
      await expect(startTestAws({}, { port })).rejects.toThrow(`Port ${port} of 127.0.0.1 cannot be used`);
    });

    it("says what a Python without moto said", async () => {
      await expect(startLocalAws({ dataDir: "/tmp", python: "/nowhere/python", functions: [] })).rejects.toThrow(
        "moto did not start with /nowhere/python",
      );
    });

    it("fails the state that it is asked to fail, and stops twice without harm", async () => {
      const other = await startTestAws({});
      other.failAt("Start child");
      const Definition = {
        StartAt: "Start child",
        States: {
          "Start child": {
            Type: "Task",
            Resource: "arn:aws:states:::states:startExecution",
            Parameters: { StateMachineArn: "arn:x" },
            End: true,
          },
        },
      };
      const seen: string[] = [];
      other.onEvent((event) => event.type === "state" && seen.push(`${event.stateName} ${event.phase}`));
      expect(await other.engine.run(Definition, {})).toMatchObject({ status: "FAILED", error: "Local.FailAt" });
      expect(seen).toEqual(["Start child entered"]);
      const [moto] = other.pids();
      await Promise.all([other.end(), other.stop()]);
      await other.stop();
      expect(() => process.kill(moto ?? 0, 0)).toThrow("ESRCH");
    });
  });
});
