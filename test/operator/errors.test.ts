import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { actionOf } from "../../local/operator/clients.ts";
import { OperatorError, sentenceOf } from "../../local/operator/errors.ts";
import { operatorClients } from "../../local/operator/index.ts";

const awsError = (name: string, message = "", more: object = {}): Error => Object.assign(new Error(message), { name, ...more });
const call = { action: "states:ListExecutions" };

describe("what goes wrong", () => {
  it.each<[string, Error, RegExp, 1 | 2]>([
    [
      "expired credentials",
      awsError("ExpiredTokenException", "x", { call }),
      /^The credentials of profile "ops" have expired\. Sign in again/,
      1,
    ],
    ["an expired single sign-on", awsError("TokenProviderError", "Token is expired. To refresh"), /have expired\. Sign in again/, 1],
    [
      "no credentials",
      awsError("CredentialsProviderError", "Could not load credentials from any providers"),
      /no credentials to use.*--profile/,
      2,
    ],
    [
      "strange credentials",
      awsError("UnrecognizedClientException", "", { call }),
      /does not know the credentials of profile "ops" \(states:ListExecutions\)/,
      1,
    ],
    [
      "a denied call, by the action that IAM names",
      awsError("AccessDeniedException", "User: arn:aws:iam::1:user/ana is not authorized to perform: dynamodb:Query on resource: x", {
        call,
      }),
      /may not call dynamodb:Query\. terraform\/README\.md/,
      1,
    ],
    [
      "a denied call of S3, by the call",
      awsError("AccessDenied", "Access Denied", { call: { action: "s3:GetObject" } }),
      /may not call s3:GetObject/,
      1,
    ],
    ["too many calls", awsError("ThrottlingException", "", { call }), /too many/, 1],
    [
      "an endpoint that is not there",
      awsError("Error", "", { code: "ECONNREFUSED", call }),
      /endpoint http:\/\/127\.0\.0\.1:1 does not answer \(ECONNREFUSED\).*--keep/,
      1,
    ],
    [
      "an address of several",
      Object.assign(new AggregateError([awsError("Error", "", { code: "ENOTFOUND" })]), { call }),
      /does not answer \(ENOTFOUND\)/,
      1,
    ],
    ["no region", awsError("Error", "Region is missing"), /--region/, 2],
    ["a refusal of this program", new OperatorError("No.", 2), /^No\.$/, 2],
    [
      "any other answer, in one line",
      awsError("InvalidName", "first\nsecond", { call }),
      /^states:ListExecutions failed: InvalidName: first$/,
      1,
    ],
  ])("is a sentence: %s", (_, error, sentence, exitCode) => {
    const said = sentenceOf(error, { endpointUrl: "http://127.0.0.1:1", profile: "ops" });
    expect(said?.sentence).toMatch(sentence);
    expect(said?.exitCode).toBe(exitCode);
  });

  it("in this program keeps its stack", () => {
    expect(sentenceOf(new TypeError("x is undefined"))).toBeUndefined();
    expect(sentenceOf("text")).toBeUndefined();
  });
});

describe("a call", () => {
  it.each([
    ["SFNClient", "ListExecutionsCommand", "states:ListExecutions"],
    ["EventBridgeClient", "PutEventsCommand", "events:PutEvents"],
    ["DynamoDBClient", "GetItemCommand", "dynamodb:GetItem"],
    ["S3Client", "ListObjectsV2Command", "s3:ListBucket"],
    ["RDSClient", "DescribeDBClustersCommand", "rds:DescribeDBClusters"],
  ])("of %s, %s, is %s in IAM", (client, command, action) => {
    expect(actionOf(client, command)).toBe(action);
  });

  it("that fails says which it was", async () => {
    const { sts } = operatorClients({ endpointUrl: "http://127.0.0.1:1", region: "us-west-2" });
    sts.config.credentials = async () => ({ accessKeyId: "x", secretAccessKey: "y" });
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ call: { action: "sts:GetCallerIdentity" } });
  });
});
