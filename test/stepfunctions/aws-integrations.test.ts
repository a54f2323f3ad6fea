import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { errorName, memberName, servicePrefix } from "../../local/stepfunctions/aws/names.ts";
import { awsIntegrations, createEngine, type Engine } from "../../local/stepfunctions/index.ts";
import { single } from "./support.ts";

describe("names of SDK integrations", () => {
  it.each([
    ["DBInstanceIdentifier", "DbInstanceIdentifier"],
    ["ETag", "ETag"],
    ["ChecksumCRC32", "ChecksumCRC32"],
    ["SSEKMSKeyId", "SsekmsKeyId"],
    ["MD5OfMessageBody", "Md5OfMessageBody"],
    ["SourceDBInstanceIdentifier", "SourceDBInstanceIdentifier"],
    ["BOOL", "Bool"],
    ["NULL", "Nul"],
    ["stateMachineArn", "StateMachineArn"],
    ["S3Bucket", "S3Bucket"],
  ])("%s is %s", (model, name) => {
    expect(memberName(model)).toBe(name);
  });

  it("come from faults and service ids", () => {
    expect(["DBClusterNotFoundFault", "NoSuchKey", "ResourceNotFoundException"].map(errorName)).toEqual([
      "DbClusterNotFoundException",
      "NoSuchKeyException",
      "ResourceNotFoundException",
    ]);
    expect(["DynamoDB", "RDS Data", "SFN", "S3", "CloudWatch Logs"].map(servicePrefix)).toEqual([
      "DynamoDb",
      "RdsData",
      "Sfn",
      "S3",
      "CloudWatchLogs",
    ]);
  });
});

interface Seen {
  readonly target: string;
  readonly path: string;
  readonly accessKey: string;
  readonly body: string;
}

interface Answer {
  readonly status?: number;
  readonly body: string;
  readonly functionError?: boolean;
}

/** A stand-in for AWS: answers by operation or path, and remembers what it was asked. */
function standIn(answers: Record<string, Answer>, seen: Seen[]): Server {
  return createServer(async (request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const target =
      String(request.headers["x-amz-target"] ?? "")
        .split(".")
        .at(-1) ?? "";
    const action = new URLSearchParams(body).get("Action") ?? "";
    const accessKey = /Credential=([^/]+)/.exec(String(request.headers.authorization))?.[1] ?? "";
    seen.push({ target: target || action, path: request.url ?? "", accessKey, body });
    const answer = answers[target || action || (request.url ?? "").split("?")[0] || ""] ?? { status: 500, body: "{}" };
    response
      .writeHead(answer.status ?? 200, { "x-amzn-requestid": "r-1", "x-amz-executed-version": "$LATEST", ...errorHeader(answer) })
      .end(answer.body);
  });
}

function errorHeader({ status = 200, body, functionError }: Answer): Record<string, string> {
  if (functionError === true) return { "x-amz-function-error": "Unhandled" };
  const type = status >= 400 && body.startsWith("{") ? (JSON.parse(body) as { errorType?: string }).errorType : undefined;
  return type === undefined ? {} : { "x-amzn-errortype": type };
}

describe("AWS integrations", () => {
  const seen: Seen[] = [];
  const functionPath = (name: string): string => `/2015-03-31/functions/${name}/invocations`;
  const assumed = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASSUMED</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
  const server = standIn(
    {
      DescribeTable: { body: JSON.stringify({ Table: { TableName: "t", CreationDateTime: 1_700_000_000, Invented: 1 } }) },
      GetItem: {
        status: 400,
        body: JSON.stringify({ __type: "com.amazonaws.dynamodb#ResourceNotFoundException", message: "Requested resource not found" }),
      },
      PutItem: { status: 400, body: JSON.stringify({ __type: "Surprise", message: "what" }) },
      PutEvents: { body: JSON.stringify({ FailedEntryCount: 1, Entries: [{ ErrorCode: "MalformedDetail" }] }) },
      AssumeRole: { body: assumed },
      [functionPath("good")]: { body: '{"rows":3}' },
      [functionPath("bad")]: { functionError: true, body: '{"errorType":"Refresh.Held","errorMessage":"held"}' },
      [functionPath("gone")]: { status: 404, body: '{"errorType":"ResourceNotFoundException","message":"Function not found: gone"}' },
    },
    seen,
  );
  let engine: Engine;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const credentials = { accessKeyId: "OWN", secretAccessKey: "s" };
    engine = createEngine({
      integrations: awsIntegrations({ endpoint: `http://127.0.0.1:${port}`, region: "us-west-2", credentials, accountId: "222222222222" }),
    });
  });

  afterAll(async () => {
    await engine.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const task = (resource: string, parameters: object, extra: object = {}): Promise<{ output?: unknown; error?: string; cause?: string }> =>
    engine.run(single({ Type: "Task", Resource: `arn:aws:states:::${resource}`, Parameters: parameters, ...extra }), {});

  it("give modelled members only, in Step Functions' names, timestamps as texts", async () => {
    const { output } = await task("aws-sdk:dynamodb:describeTable", { TableName: "t" });
    expect(output).toEqual({ Table: { TableName: "t", CreationDateTime: "2023-11-14T22:13:20Z" } });
  });

  it("name modelled and other errors, with status and request", async () => {
    const key = { TableName: "t", Key: { pk: { S: "a" } } };
    const cause = "Requested resource not found (Service: DynamoDb, Status Code: 400, Request ID: r-1) (SDK Attempt Count: 1)";
    expect(await task("aws-sdk:dynamodb:getItem", key)).toMatchObject({ error: "DynamoDb.ResourceNotFoundException", cause });
    expect(await task("aws-sdk:dynamodb:putItem", { TableName: "t", Item: {} })).toMatchObject({ error: "DynamoDb.DynamoDbException" });
    expect(await task("dynamodb:getItem", key)).toMatchObject({ error: "DynamoDB.ResourceNotFoundException" });
  });

  it("send parameters in the service's names", async () => {
    await task("aws-sdk:dynamodb:putItem", { TableName: "t", Item: { a: { Bool: true }, b: { Nul: true } } });
    expect(JSON.parse(seen.at(-1)?.body ?? "")).toEqual({ TableName: "t", Item: { a: { BOOL: true }, b: { NULL: true } } });
  });

  it("refuse parameters, actions and services that do not exist", async () => {
    expect((await task("aws-sdk:dynamodb:describeTable", { Tablename: "t" })).cause).toContain(
      "The field 'Tablename' is not supported by Step Functions",
    );
    expect((await task("aws-sdk:dynamodb:describeChair", {})).cause).toContain("there is no action describeChair");
    expect((await task("aws-sdk:glue:getTables", {})).cause).toContain("No client for aws-sdk:glue is installed");
    expect((await task("glue:startJobRun.sync", {})).cause).toContain("not supported by this engine yet");
  });

  it("invoke functions: everything for lambda:invoke, the payload alone for a function's ARN", async () => {
    const { output } = await task("lambda:invoke", { FunctionName: "good", Payload: { a: 1 } });
    expect(output).toMatchObject({
      ExecutedVersion: "$LATEST",
      Payload: { rows: 3 },
      StatusCode: 200,
      SdkHttpMetadata: { HttpStatusCode: 200 },
      SdkResponseMetadata: { RequestId: "r-1" },
    });
    expect(seen.at(-1)?.body).toBe('{"a":1}');
    const failed = await task("lambda:invoke", { FunctionName: "bad" });
    expect(failed).toMatchObject({ error: "Refresh.Held", cause: '{"errorType":"Refresh.Held","errorMessage":"held"}' });
    const { error, cause } = await task("lambda:invoke", { FunctionName: "gone" });
    expect(error).toBe("Lambda.ResourceNotFoundException");
    expect(cause).toBe(
      "Function not found: gone (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: r-1; Proxy: null)",
    );
  });

  it("turn failed entries of putEvents into an error, and details into texts", async () => {
    const { error } = await task("events:putEvents", { Entries: [{ Detail: { a: 1 }, DetailType: "d", Source: "s" }] });
    expect(error).toBe("EventBridge.FailedEntry");
    const [entry] = JSON.parse(seen.at(-1)?.body ?? "").Entries;
    expect(entry).toMatchObject({
      Detail: '{"a":1}',
      Resources: [expect.stringContaining(":stateMachine:"), expect.stringContaining(":execution:")],
    });
  });

  it("assume the Task's role once and call with its credentials", async () => {
    const extra = { Credentials: { RoleArn: "arn:aws:iam::111111111111:role/reader" } };
    await task("aws-sdk:dynamodb:describeTable", { TableName: "t" }, extra);
    await task("aws-sdk:dynamodb:describeTable", { TableName: "t" }, extra);
    expect(seen.filter(({ target }) => target === "AssumeRole")).toHaveLength(1);
    expect(seen.at(-1)).toMatchObject({ target: "DescribeTable", accessKey: "ASSUMED" });
  });

  it("say when a service cannot be reached", async () => {
    const away = createEngine({
      integrations: awsIntegrations({
        endpoint: "http://127.0.0.1:9",
        region: "us-west-2",
        credentials: { accessKeyId: "a", secretAccessKey: "b" },
        accountId: "1",
      }),
    });
    const result = await away.run(single({ Type: "Task", Resource: "arn:aws:states:::aws-sdk:dynamodb:listTables", Parameters: {} }), {});
    expect(result.error).toBe("DynamoDb.SdkClientException");
    await away.close();
  });
});
