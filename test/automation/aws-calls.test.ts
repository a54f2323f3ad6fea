/** executeAwsApi, waitForAwsResourceProperty and assertAwsResourceProperty by boto3 against an endpoint on the loopback. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Bench, bench, document, endpoint, statuses, withPython } from "./support.ts";

interface Seen {
  readonly action: string;
  readonly form: URLSearchParams;
  readonly accessKey: string;
}
const seen: Seen[] = [];
let answers: Record<string, (count: number) => { status?: number; body: string }> = {};
let server: Awaited<ReturnType<typeof endpoint>>;
let aws: Bench;

beforeAll(async () => {
  server = await endpoint((request, response) => void answer(request, response));
});
afterAll(() => server.server.close());
beforeEach(() => {
  seen.length = 0;
  aws = bench({
    endpoint: () => server.url,
    assumeRole: async ({ roleArn, account }) => ({
      accessKeyId: `role-${roleArn.split("/")[1]}-${account}`,
      secretAccessKey: "x",
      sessionToken: "t",
    }),
  });
});
afterEach(() => aws.close());

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const form = new URLSearchParams(Buffer.concat(chunks).toString());
  const action = form.get("Action") ?? "";
  const accessKey = /Credential=([^/]+)\//.exec(request.headers.authorization ?? "")?.[1] ?? "";
  seen.push({ action, form, accessKey });
  const { status = 200, body } = answers[action]?.(seen.filter((call) => call.action === action).length) ?? { status: 501, body: "" };
  response.writeHead(status, { "content-type": "text/xml" }).end(body);
}

const cluster = (status: string, endpointEnabled: boolean): { body: string } => ({
  body: `<DescribeDBClustersResponse><DescribeDBClustersResult><DBClusters><DBCluster>
    <Status>${status}</Status><Port>5432</Port><Endpoint>db.local</Endpoint><HttpEndpointEnabled>${endpointEnabled}</HttpEndpointEnabled>
    <AvailabilityZones><AvailabilityZone>a</AvailabilityZone><AvailabilityZone>b</AvailabilityZone></AvailabilityZones>
  </DBCluster></DBClusters></DescribeDBClustersResult></DescribeDBClustersResponse>`,
});
const error = (code: string): { status: number; body: string } => ({
  status: 400,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});
const step = (name: string, action: string, inputs: string, more = ""): string =>
  `  - name: ${name}\n    action: aws:${action}\n    inputs: { Service: rds, Api: DescribeDBClusters, DBClusterIdentifier: "refresh-clone-{{ RunId }}"${inputs} }\n${more}`;
const head = `parameters:
  RunId: { type: String, default: r1 }
  AutomationAssumeRole: { type: String, default: "" }
assumeRole: "{{ AutomationAssumeRole }}"
outputs: [ReadCluster.Port, ReadCluster.Zones]`;

describe("aws:executeAwsApi", () => {
  withPython("calls with the assumed role and picks its outputs with their types", async () => {
    answers = { DescribeDBClusters: () => cluster("available", true) };
    const outputs = `    outputs:
      - { Name: Port, Selector: "$.DBClusters[0].Port", Type: Integer }
      - { Name: Zones, Selector: "$.DBClusters[0].AvailabilityZones", Type: StringList }
`;
    const result = await aws.run(document(step("ReadCluster", "executeAwsApi", "", outputs), head), {
      AutomationAssumeRole: ["arn:aws:iam::222222222222:role/automation"],
    });
    expect(result.FailureMessage).toBeUndefined();
    expect(result.Outputs).toEqual({ "ReadCluster.Port": ["5432"], "ReadCluster.Zones": ["a", "b"] });
    expect(seen[0]?.form.get("DBClusterIdentifier")).toBe("refresh-clone-r1");
    expect(seen[0]?.accessKey).toBe("role-automation-222222222222");
  });

  withPython("calls a service however its name is written, and takes a selector without its beginning", async () => {
    answers = { DescribeDBClusters: () => cluster("available", true) };
    const outputs = `    outputs: [{ Name: Port, Selector: "DBClusters[0].Port", Type: Integer }, { Name: Zones, Selector: "$.DBClusters[0].AvailabilityZones", Type: StringList }]\n`;
    const upper = step("ReadCluster", "executeAwsApi", "", outputs).replace(
      "Service: rds, Api: DescribeDBClusters",
      "Service: RDS, Api: describe_db_clusters",
    );
    expect((await aws.run(document(upper, head))).Outputs).toEqual({ "ReadCluster.Port": ["5432"], "ReadCluster.Zones": ["a", "b"] });
  });

  withPython.each([
    ["AccessDenied", "Permission", "Invocation"],
    ["ThrottlingException", "Throttling", "Invocation"],
    ["DBClusterNotFoundFault", "Action", "Invocation"],
  ])("fails with AWS's code: %s", async (code, FailureType, FailureStage) => {
    answers = { DescribeDBClusters: () => error(code) };
    const result = await aws.run(document(step("ReadCluster", "executeAwsApi", ""), head.replace(/outputs.*/, "")));
    expect(result.FailureMessage).toContain(`An error occurred (${code}) when calling the DescribeDBClusters operation`);
    expect(result.StepExecutions[0]?.FailureDetails).toMatchObject({ FailureStage, FailureType, Details: { ErrorCode: [code] } });
  });

  withPython("fails before the call when an input is unknown to the API, and when an output finds nothing", async () => {
    answers = { DescribeDBClusters: () => cluster("available", true) };
    const plain = head.replace(/outputs.*/, "");
    const wrong = await aws.run(document(step("ReadCluster", "executeAwsApi", ", Colour: red"), plain));
    expect(wrong.StepExecutions[0]?.FailureDetails?.FailureStage).toBe("InputValidation");
    const nothing = `    outputs: [{ Name: Arn, Selector: "$.DBClusters[1].DBClusterArn" }]\n`;
    const missing = await aws.run(document(step("ReadCluster", "executeAwsApi", "", nothing), plain));
    expect(missing.FailureMessage).toContain("The output Arn ($.DBClusters[1].DBClusterArn) finds nothing");
  });
});

describe("the resource property actions", () => {
  const wanted = (selector: string, value: string): string =>
    `, PropertySelector: "$.DBClusters[0].${selector}", DesiredValues: ["${value}"]`;
  const plain = head.replace(/outputs.*/, "");

  withPython("wait until the property has the value, Booleans as True and False", async () => {
    answers = { DescribeDBClusters: (count) => cluster(count < 3 ? "creating" : "available", count > 3) };
    const steps =
      step("WaitForIt", "waitForAwsResourceProperty", wanted("Status", "available")) +
      step("WaitEndpoint", "waitForAwsResourceProperty", wanted("HttpEndpointEnabled", "True"));
    const result = await aws.run(document(steps, plain));
    expect(statuses(result)).toEqual(["WaitForIt Success", "WaitEndpoint Success"]);
    expect(seen).toHaveLength(4);
  });

  withPython("wait no longer than the step's time; a cancelled wait ends at once", async () => {
    answers = { DescribeDBClusters: () => cluster("creating", false) };
    const content = document(
      step("WaitForIt", "waitForAwsResourceProperty", wanted("Status", "available"), "    timeoutSeconds: 2\n"),
      plain,
    );
    expect((await aws.run(content)).AutomationExecutionStatus).toBe("TimedOut");
    await aws.create(content.replace("    timeoutSeconds: 2\n", ""), "forever");
    const id = await aws.start({}, "forever");
    await aws.step("WaitForIt", "InProgress");
    await aws.call("StopAutomationExecution", { AutomationExecutionId: id });
    expect((await aws.ended(id)).AutomationExecutionStatus).toBe("Cancelled");
  });

  withPython("assert at once", async () => {
    answers = { DescribeDBClusters: () => cluster("creating", false) };
    const result = await aws.run(document(step("AssertIt", "assertAwsResourceProperty", wanted("Status", "available")), plain));
    expect(result.StepExecutions[0]?.FailureDetails).toMatchObject({ FailureStage: "PostVerification", FailureType: "Verification" });
    expect(result.FailureMessage).toContain('is "creating"');
  });
});
