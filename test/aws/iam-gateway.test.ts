import { CreateTableCommand, DynamoDBClient, GetItemCommand, RestoreTableFromBackupCommand } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import { CreateTopicCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { startTestAws, type TestAws, venvPython } from "../support/local-aws.ts";

const maybe = venvPython === undefined ? describe.skip : describe;
const account = "222222222222";
const roleArn = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
const policy = (...Statement: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });
const allow = (Action: string | string[], Resource: string): object => ({ Effect: "Allow", Action, Resource });
const trust = (Principal: object, Condition?: object): string =>
  policy({ Effect: "Allow", Principal, Action: "sts:AssumeRole", ...(Condition && { Condition }) });

/** Reads an object and tells the error's name: as a handler would see it. */
const reader = `
import { createRequire } from "node:module";
const { S3Client, GetObjectCommand } = createRequire(${JSON.stringify(`${process.cwd()}/package.json`)})("@aws-sdk/client-s3");
const s3 = new S3Client({ endpoint: process.env.AWS_ENDPOINT_URL, forcePathStyle: true });
export const handler = async ({ key }) => {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "papers", Key: key }));
    return await Body.transformToString();
  } catch (error) {
    return error.name;
  }
};`;

maybe("the gateway, where policies are enforced", () => {
  let aws: TestAws;
  const lines: string[] = [];
  const settings = () => ({ endpoint: aws.endpoint, region: aws.region, credentials: aws.credentials("test") });
  let iam: IAMClient;
  let s3: S3Client;

  beforeAll(async () => {
    aws = await startTestAws({ reader }, { enforce: true, log: (line) => lines.push(line), functionRoles: { reader: roleArn("reader") } });
    iam = new IAMClient(settings());
    s3 = new S3Client({ ...settings(), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "papers", CreateBucketConfiguration: { LocationConstraint: "us-west-2" } }));
    for (const Key of ["open/a", "closed/a"]) await s3.send(new PutObjectCommand({ Bucket: "papers", Key, Body: "read" }));
    await role("reader", trust({ Service: "lambda.amazonaws.com" }), policy(allow("s3:GetObject", "arn:aws:s3:::papers/open/*")));
    await role("guest", trust({ AWS: account }), policy(allow("s3:GetObject", "arn:aws:s3:::papers/*")));
  }, 120_000);
  afterAll(async () => {
    iam.destroy();
    s3.destroy();
    await aws.end();
  });

  async function role(RoleName: string, trustPolicy: string, PolicyDocument: string): Promise<void> {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustPolicy }));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument }));
  }
  const put = (RoleName: string, PolicyName: string, PolicyDocument: string) =>
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));

  /** Settings with a session of a role, asked from STS. */
  async function as(name: string) {
    const sts = new STSClient(settings());
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn(name), RoleSessionName: "test" }));
    sts.destroy();
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
    return { ...settings(), credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken } };
  }

  async function invoke(key: string): Promise<unknown> {
    const lambda = new LambdaClient(settings());
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "reader", Payload: Buffer.from(JSON.stringify({ key })) }));
    lambda.destroy();
    return JSON.parse(Buffer.from(Payload ?? []).toString("utf8"));
  }

  const failure = async (work: Promise<unknown>): Promise<{ name: string; message: string; status: number | undefined }> => {
    try {
      await work;
    } catch (error) {
      const { name, message, $metadata } = error as { name: string; message: string; $metadata?: { httpStatusCode?: number } };
      return { name, message, status: $metadata?.httpStatusCode };
    }
    throw new Error("It was allowed.");
  };

  it("lets a function do what its role may, and nothing else; the log says which statement is missing", async () => {
    expect(await invoke("open/a")).toBe("read");
    expect(await invoke("closed/a")).toBe("AccessDenied");
    expect(lines.at(-1)).toBe(
      `Access denied: arn:aws:sts::${account}:assumed-role/reader/reader may not s3:GetObject on arn:aws:s3:::papers/closed/a ` +
        `(s3:GET): no statement of the role's policies allows it; statement 1 has the action for other resources. ` +
        `Missing: {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::papers/closed/a"}`,
    );
  });

  it("answers 403 for what is missing to whoever may not list the bucket", async () => {
    expect(await invoke("open/none")).toBe("AccessDenied");
    await put("reader", "list", policy(allow("s3:ListBucket", "arn:aws:s3:::papers")));
    expect(await invoke("open/none")).toBe("NoSuchKey");
    await iam.send(new DeleteRolePolicyCommand({ RoleName: "reader", PolicyName: "list" }));
    expect(await invoke("open/none")).toBe("AccessDenied");
  });

  it("obeys a bucket's own denial", async () => {
    const client = new S3Client({ ...(await as("guest")), forcePathStyle: true });
    const denial = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::papers/closed/*" };
    expect((await client.send(new GetObjectCommand({ Bucket: "papers", Key: "closed/a" }))).ContentLength).toBe(4);
    await s3.send(new PutBucketPolicyCommand({ Bucket: "papers", Policy: policy(denial) }));
    expect(await failure(client.send(new GetObjectCommand({ Bucket: "papers", Key: "closed/a" })))).toMatchObject({
      name: "AccessDenied",
      status: 403,
      message: expect.stringContaining("with an explicit deny"),
    });
    expect(await failure(client.send(new HeadObjectCommand({ Bucket: "papers", Key: "closed/a" })))).toMatchObject({ status: 403 });
    client.destroy();
  });

  it("refuses in the words of each protocol", async () => {
    const guest = await as("guest");
    const [dynamodb, sns, sfn] = [new DynamoDBClient(guest), new SNSClient(guest), new SFNClient(guest)];
    const message = expect.stringMatching(/^User: arn:aws:sts::222222222222:assumed-role\/guest\/test is not authorized to perform: /);
    expect(await failure(dynamodb.send(new GetItemCommand({ TableName: "x", Key: { pk: { S: "a" } } })))).toEqual({
      name: "AccessDeniedException",
      status: 400,
      message,
    });
    const TopicArn = `arn:aws:sns:us-west-2:${account}:none`;
    expect(await failure(sns.send(new PublishCommand({ TopicArn, Message: "x" })))).toEqual({
      name: expect.stringMatching(/^AuthorizationError/),
      status: 403,
      message,
    });
    expect(
      await failure(sfn.send(new CreateStateMachineCommand({ name: "x", definition: "{}", roleArn: roleArn("guest") }))),
    ).toMatchObject({
      name: "AccessDeniedException",
    });
    expect(lines.at(-1)).toContain("local/aws/iam/calls has no rule");
    for (const client of [dynamodb, sns, sfn]) client.destroy();
  });

  it("lets nothing slip through that has no rule, nor an unsigned request", async () => {
    await put("guest", "all", policy(allow("*", "*")));
    const dynamodb = new DynamoDBClient(await as("guest"));
    const restore = new RestoreTableFromBackupCommand({
      TargetTableName: "x",
      BackupArn: `arn:aws:dynamodb:us-west-2:${account}:table/x/backup/1`,
    });
    expect(await failure(dynamodb.send(restore))).toMatchObject({ name: "AccessDeniedException" });
    dynamodb.destroy();
    const answer = await fetch(`${aws.endpoint}/papers/open/a`);
    expect(answer.status).toBe(403);
  });

  it("runs a machine's Task under the machine's role", async () => {
    const sns = new SNSClient(settings());
    const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "ends" }));
    await role(
      "machine",
      trust({ Service: "states.amazonaws.com" }, { StringEquals: { "aws:SourceAccount": account } }),
      policy(allow("sns:Publish", "*")),
    );
    const Parameters = { TopicArn, Message: "done" };
    const definition = {
      StartAt: "Tell",
      States: { Tell: { Type: "Task", Resource: "arn:aws:states:::sns:publish", Parameters, End: true } },
    };
    const { stateMachineArn } = aws.engine.createStateMachine({ name: "teller", definition, roleArn: roleArn("machine") });
    const runOnce = async () => aws.engine.waitFor(aws.engine.startExecution({ stateMachineArn }).executionArn);
    expect((await runOnce()).status).toBe("SUCCEEDED");
    await put("machine", "own", policy(allow("sns:Publish", `${TopicArn}-other`)));
    expect(await runOnce()).toMatchObject({ status: "FAILED", error: "SNS.AuthorizationErrorException" });
    sns.destroy();
  });

  it("starts a machine's child only where its role may", async () => {
    const wait = { StartAt: "End", States: { End: { Type: "Succeed" } } };
    const child = aws.engine.createStateMachine({ name: "child", definition: wait, roleArn: roleArn("machine") }).stateMachineArn;
    const Task = { Type: "Task", Resource: "arn:aws:states:::states:startExecution", Parameters: { StateMachineArn: child }, End: true };
    await role("parent", trust({ Service: "states.amazonaws.com" }), policy(allow("states:StartExecution", child)));
    const definition = { StartAt: "Start", States: { Start: Task } };
    const { stateMachineArn } = aws.engine.createStateMachine({ name: "parent", definition, roleArn: roleArn("parent") });
    const runOnce = async () => aws.engine.waitFor(aws.engine.startExecution({ stateMachineArn }).executionArn);
    expect((await runOnce()).status).toBe("SUCCEEDED");
    await put("parent", "own", policy(allow("states:StartExecution", `${child}-other`)));
    expect(await runOnce()).toMatchObject({ status: "FAILED", error: "StepFunctions.AccessDeniedException" });
  });

  it("gives a role to a service only where its trust names it", async () => {
    await role("untrusted", trust({ Service: "ssm.amazonaws.com" }), policy(allow("*", "*")));
    const Task = { Type: "Task", Resource: "arn:aws:states:::sns:publish", Parameters: { TopicArn: "x", Message: "x" }, End: true };
    const definition = { StartAt: "Tell", States: { Tell: Task } };
    const { stateMachineArn } = aws.engine.createStateMachine({ name: "untrusted", definition, roleArn: roleArn("untrusted") });
    const ended = await aws.engine.waitFor(aws.engine.startExecution({ stateMachineArn }).executionArn);
    expect(ended.status).toBe("FAILED");
    expect(aws.access?.denials().at(-1)).toMatchObject({
      who: "states.amazonaws.com",
      action: "sts:AssumeRole",
      resource: roleArn("untrusted"),
    });
  });

  it("counts which statement has allowed what", () => {
    expect(aws.access?.usage.list()).toContainEqual({
      policy: "own of reader",
      sid: "statement 1",
      action: "s3:GetObject",
      times: expect.any(Number),
    });
  });

  it("leaves the account itself alone", async () => {
    const dynamodb = new DynamoDBClient(settings());
    const made = await dynamodb.send(
      new CreateTableCommand({
        TableName: "free",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      }),
    );
    expect(made.TableDescription?.TableName).toBe("free");
    dynamodb.destroy();
  });
});
