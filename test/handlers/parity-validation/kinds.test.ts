/** The kinds that the local AWS does not hold, with fakes: functions, security groups, scaling, resources by tag; and permission to see none. */
import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient, DescribeAlarmsCommand, ListTagsForResourceCommand } from "@aws-sdk/client-cloudwatch";
import {
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type SecurityGroupRule as GroupRule,
} from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { GetFunctionCommand, type GetFunctionCommandOutput, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { mockClient } from "aws-sdk-client-mock";
import { checkSubject } from "../../../handlers/parity-validation/check-subject.ts";
import { checkTagged } from "../../../handlers/parity-validation/check-tagged.ts";
import { checkUnexpected, listKind } from "../../../handlers/parity-validation/check-unexpected.ts";
import { Expectations, type Fields, type KindName } from "../../../handlers/parity-validation/expectations.ts";
import type { Finding } from "../../../handlers/parity-validation/finding.ts";
import type { Account } from "../../../handlers/parity-validation/kinds/index.ts";
import { type ParityClients, unreachableAtOnce } from "../../../handlers/parity-validation/live/index.ts";
import { planRepairs, runRepairs } from "../../../handlers/parity-validation/repair/index.ts";

const accountOf = (clients: Partial<ParityClients>): Account => ({
  clients: clients as ParityClients,
  environment: "test",
  account: "222222222222",
  region: "us-west-2",
  services: ["billing"],
});

function expecting<K extends KindName>(kind: K, name: string, fields: Fields<K>): Expectations {
  return Expectations.parse({
    schemaVersion: 1,
    environment: "test",
    account: "222222222222",
    region: "us-west-2",
    resources: { [kind]: { [name]: fields } },
  });
}

const brief = (findings: readonly Finding[]): string[] =>
  findings.map(({ problem, field, expected, actual, severity }) => `${severity} ${field} ${problem}: ${expected} / ${actual}`);

describe("functions", () => {
  const name = "test-masking";
  const role = "arn:aws:iam::222222222222:role/test-masking-handler";
  const expected: Fields<"function"> = {
    runtime: "nodejs22.x",
    architecture: "arm64",
    memory: 3008,
    timeout: 900,
    role,
    subnets: ["subnet-a", "subnet-b"],
    securityGroups: ["sg-functions"],
    environment: ["ENVIRONMENT", "ACCOUNT_ID"],
    tracing: "Active",
    logFormat: "JSON",
    logGroup: "/aws/lambda/test-masking",
    deadLetterTarget: "arn:aws:sqs:us-west-2:222222222222:test-functions-dlq",
    reservedConcurrency: 5,
    tags: { Environment: "test" },
  };
  const configuration = {
    Runtime: "nodejs22.x" as const,
    Architectures: ["arm64" as const],
    MemorySize: 3008,
    Timeout: 900,
    Role: role,
    VpcConfig: { SubnetIds: ["subnet-b", "subnet-a"], SecurityGroupIds: ["sg-functions"] },
    Environment: { Variables: { ACCOUNT_ID: "a value", ENVIRONMENT: "another" } },
    TracingConfig: { Mode: "Active" as const },
    LoggingConfig: { LogFormat: "JSON" as const, LogGroup: "/aws/lambda/test-masking" },
    DeadLetterConfig: { TargetArn: "arn:aws:sqs:us-west-2:222222222222:test-functions-dlq" },
  };
  const answer = {
    Configuration: configuration,
    Concurrency: { ReservedConcurrentExecutions: 5 },
    Tags: { Environment: "test", "aws:cloudformation:x": "y" },
  };

  const check = async (live: Partial<GetFunctionCommandOutput>): Promise<readonly Finding[]> => {
    const lambda = new LambdaClient({});
    mockClient(lambda).on(GetFunctionCommand, { FunctionName: name }).resolves(live);
    return (await checkSubject(accountOf({ lambda }), expecting("function", name, expected), { kind: "function", name }, undefined))
      .findings;
  };
  const changed = (change: Partial<NonNullable<GetFunctionCommandOutput["Configuration"]>>): Partial<GetFunctionCommandOutput> => ({
    ...answer,
    Configuration: { ...configuration, ...change },
  });

  it("are as expected in another order, with tags of AWS", async () => {
    expect(await check(answer)).toEqual([]);
  });

  it.each([
    ["runtime", changed({ Runtime: "nodejs20.x" }), "medium runtime changed: nodejs22.x / nodejs20.x"],
    ["architecture", changed({ Architectures: ["x86_64"] }), "medium architecture changed: arm64 / x86_64"],
    ["memory", changed({ MemorySize: 128 }), "medium memory changed: 3008 / 128"],
    ["timeout", changed({ Timeout: 3 }), "high timeout changed: 900 / 3"],
    ["role", changed({ Role: `${role}-2` }), `critical role changed: ${role} / ${role}-2`],
    [
      "subnets",
      changed({ VpcConfig: { SubnetIds: ["subnet-a"], SecurityGroupIds: ["sg-functions"] } }),
      "high subnets changed: subnet-b / (none)",
    ],
    [
      "security groups",
      changed({ VpcConfig: { SubnetIds: ["subnet-a", "subnet-b"], SecurityGroupIds: ["sg-all"] } }),
      "high securityGroups changed: sg-functions / sg-all",
    ],
    [
      "variables",
      changed({ Environment: { Variables: { ENVIRONMENT: "a", DEBUG: "secret" } } }),
      "high environment changed: ACCOUNT_ID / DEBUG",
    ],
    ["tracing", changed({ TracingConfig: { Mode: "PassThrough" } }), "low tracing changed: Active / PassThrough"],
    ["log format", changed({ LoggingConfig: { LogGroup: "/aws/lambda/test-masking" } }), "low logFormat changed: JSON / Text"],
    [
      "log group",
      changed({ LoggingConfig: { LogFormat: "JSON", LogGroup: "/elsewhere" } }),
      "medium logGroup changed: /aws/lambda/test-masking / /elsewhere",
    ],
    [
      "dead letters",
      changed({ DeadLetterConfig: {} }),
      "medium deadLetterTarget changed: arn:aws:sqs:us-west-2:222222222222:test-functions-dlq / (none)",
    ],
    ["concurrency", { ...answer, Concurrency: {} }, "medium reservedConcurrency changed: 5 / -1"],
    ["tags", { ...answer, Tags: {} }, "low tags.Environment changed: test / (none)"],
  ])("are found with other %s, and with nothing else", async (_, live, line) => {
    expect(brief(await check(live))).toEqual([line]);
  });

  it("never show a variable's value", async () => {
    const findings = await check(changed({ Environment: { Variables: { DEBUG: "secret" } } }));
    expect(JSON.stringify(findings)).not.toContain("secret");
  });

  it("are missing where AWS knows none, and unreadable where it does not say", async () => {
    const lambda = new LambdaClient({});
    const mock = mockClient(lambda);
    const run = async (error: string): Promise<string[]> => {
      mock.on(GetFunctionCommand).rejects(Object.assign(new Error("x"), { name: error }));
      return brief(
        (await checkSubject(accountOf({ lambda }), expecting("function", name, expected), { kind: "function", name }, undefined)).findings,
      );
    };
    expect(await run("ResourceNotFoundException")).toEqual(["high  missing: present / not there"]);
    expect(await run("AccessDeniedException")).toEqual(["high  unreadable: readable / access denied (AccessDeniedException)"]);
    expect(await run("TooManyRequestsException")).toEqual(["high  unreadable: readable / throttled (TooManyRequestsException)"]);
    expect(await run("TimeoutError")).toEqual(["high  unreadable: readable / no answer (TimeoutError)"]);
  });

  it("of another environment whose name begins alike are left alone", async () => {
    const lambda = new LambdaClient({});
    const mock = mockClient(lambda);
    mock
      .on(ListFunctionsCommand)
      .resolves({ Functions: ["test-masking", "test-eu-masking", "test-extra", "other"].map((FunctionName) => ({ FunctionName })) });
    mock.on(GetFunctionCommand).callsFake(({ FunctionName }: { FunctionName: string }) => ({
      Configuration: { FunctionName },
      Tags: FunctionName === "test-eu-masking" ? { Environment: "test-eu" } : {},
    }));
    const account = accountOf({ lambda });
    const listing = await listKind(account, "function", [name]);
    const findings = await checkUnexpected(account, "function", listing, (found) => found === name);
    expect(findings.map(({ resource, problem }) => [resource, problem])).toEqual([["test-extra", "unexpected"]]);
  });
});

describe("security groups", () => {
  const rule = { direction: "ingress", protocol: "tcp", fromPort: 5432, toPort: 5432, peer: "sg-functions" } as const;
  const out = { direction: "egress", protocol: "-1", fromPort: null, toPort: null, peer: "0.0.0.0/0" } as const;
  const live: GroupRule[] = [
    { IsEgress: true, IpProtocol: "-1", FromPort: -1, ToPort: -1, CidrIpv4: "0.0.0.0/0" },
    { IsEgress: false, IpProtocol: "tcp", FromPort: 5432, ToPort: 5432, ReferencedGroupInfo: { GroupId: "sg-functions" } },
  ];
  const check = async (rules: GroupRule[]): Promise<string[]> => {
    const ec2 = new EC2Client({});
    const mock = mockClient(ec2);
    mock
      .on(DescribeSecurityGroupsCommand)
      .resolves({ SecurityGroups: [{ GroupId: "sg-aurora", Tags: [{ Key: "Environment", Value: "test" }] }] });
    // In pages of one.
    mock.on(DescribeSecurityGroupRulesCommand).callsFake(async ({ NextToken = "0" }: { NextToken?: string }) => {
      const next = Number(NextToken) + 1;
      return { SecurityGroupRules: rules.slice(next - 1, next), ...(next < rules.length ? { NextToken: String(next) } : {}) };
    });
    const expected = expecting("securityGroup", "sg-aurora", { rules: [rule, out], tags: { Environment: "test" } });
    return brief((await checkSubject(accountOf({ ec2 }), expected, { kind: "securityGroup", name: "sg-aurora" }, undefined)).findings);
  };

  it("are as expected, all ports said in two ways", async () => {
    expect(await check(live)).toEqual([]);
  });

  it("are found when the world may come in", async () => {
    expect(await check([...live, { IpProtocol: "tcp", FromPort: 5432, ToPort: 5432, CidrIpv4: "0.0.0.0/0" }])).toEqual([
      "critical rules changed: (none) / direction ingress, fromPort 5432, peer 0.0.0.0/0, protocol tcp, toPort 5432",
    ]);
  });

  it("are found when the functions may no longer come in", async () => {
    expect(await check(live.slice(0, 1))).toEqual([
      "critical rules changed: direction ingress, fromPort 5432, peer sg-functions, protocol tcp, toPort 5432 / (none)",
    ]);
  });
});

describe("scaling", () => {
  const name = "dynamodb|table/billing-accounts|dynamodb:table:ReadCapacityUnits";
  const check = async (target: { MinCapacity: number; MaxCapacity: number } | undefined): Promise<string[]> => {
    const scaling = new ApplicationAutoScalingClient({});
    const mock = mockClient(scaling);
    mock.on(DescribeScalableTargetsCommand).callsFake(async () => ({ ScalableTargets: target === undefined ? [] : [target] }));
    mock.on(DescribeScalingPoliciesCommand).callsFake(async () => ({ ScalingPolicies: [{ PolicyName: "reads" }] }));
    const expected = expecting("scalingTarget", name, { min: 1, max: 10, policies: ["reads"] });
    const found = await checkSubject(accountOf({ scaling }), expected, { kind: "scalingTarget", name }, undefined);
    expect(mock.commandCalls(DescribeScalableTargetsCommand).map(({ args }) => args[0].input)).toEqual([
      { ServiceNamespace: "dynamodb", ScalableDimension: "dynamodb:table:ReadCapacityUnits", ResourceIds: ["table/billing-accounts"] },
    ]);
    return brief(found.findings);
  };

  it("is as expected, larger, or gone", async () => {
    expect(await check({ MinCapacity: 1, MaxCapacity: 10 })).toEqual([]);
    expect(await check({ MinCapacity: 1, MaxCapacity: 100 })).toEqual(["medium max changed: 10 / 100"]);
    expect(await check(undefined)).toEqual(["medium  missing: present / not there"]);
  });
});

describe("resources by their tag", () => {
  it("are found whatever their names are, and only once", async () => {
    const arns = [
      "arn:aws:s3:::scratch",
      "arn:aws:s3:::test-data",
      "arn:aws:sqs:us-west-2:222222222222:test-named",
      "arn:aws:dynamodb:us-west-2:222222222222:table/known",
    ];
    const tagging = new ResourceGroupsTaggingAPIClient({});
    mockClient(tagging)
      .on(GetResourcesCommand)
      .resolves({ ResourceTagMappingList: arns.map((ResourceARN) => ({ ResourceARN })), PaginationToken: "" });
    const byName = { problem: "unexpected", kind: "queue", resource: "test-named" } as Finding;
    const found = await checkTagged(accountOf({ tagging }), expecting("bucket", "test-data", {}), new Set(["known"]), [byName]);
    expect(found.map(({ problem, kind, resource }) => [problem, kind, resource])).toEqual([["unexpected", "bucket", "scratch"]]);
  });
});

describe("a service that the network does not lead to", () => {
  const iamThat = (error: object) => {
    const attempts: unknown[] = [];
    const handle = (request: unknown): Promise<never> => {
      attempts.push(request);
      return Promise.reject(Object.assign(new Error("not to be shown"), error));
    };
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    const iam = new IAMClient({ region: "us-west-2", credentials, maxAttempts: 3, requestHandler: { handle } as never });
    return { iam: unreachableAtOnce(iam), attempts };
  };

  it("is unreadable after one attempt, with the way out", async () => {
    const { iam, attempts } = iamThat({ name: "TimeoutError" });
    const listing = await listKind(accountOf({ iam }), "role", []);
    expect(listing).toEqual({ listed: new Map(), unreadable: "no answer (Unreachable)" });
    expect(attempts).toHaveLength(1);
    const [found] = await checkUnexpected(accountOf({ iam }), "role", listing, () => false);
    expect(found).toMatchObject({ problem: "unreadable", severity: "high", repair: expect.stringContaining("enable_nat") });
  });

  it("is not one that throttles: that is tried again", async () => {
    const { iam, attempts } = iamThat({ name: "ThrottlingException" });
    expect(await listKind(accountOf({ iam }), "role", [])).toMatchObject({ unreadable: "throttled (ThrottlingException)" });
    expect(attempts).toHaveLength(3);
  });
});

describe("repairs", () => {
  it("are recorded as failed when AWS refuses, or when it reads the same again", async () => {
    const expected = expecting("alarm", "test-failed", { enabled: true, tags: { a: "1" } });
    const cloudwatch = new CloudWatchClient({});
    const mock = mockClient(cloudwatch);
    mock.onAnyCommand().rejects(Object.assign(new Error("x"), { name: "AccessDenied" }));
    mock.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [{ AlarmName: "test-failed", ActionsEnabled: false }] });
    mock.on(ListTagsForResourceCommand).resolves({ Tags: [] });
    const account = accountOf({ cloudwatch });
    const { findings } = await checkSubject(account, expected, { kind: "alarm", name: "test-failed" }, undefined);
    const bounds = { most: 10, outOfTime: () => false };
    const refused = await runRepairs(account, planRepairs(expected, findings), bounds);
    expect(refused.map(({ field, outcome, after }) => [field, outcome, after])).toEqual([
      ["enabled", "failed", "refused: access denied (AccessDenied)"],
      ["tags", "failed", "refused: access denied (AccessDenied)"],
    ]);
    mock.onAnyCommand().resolves({});
    mock.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [{ AlarmName: "test-failed", ActionsEnabled: false }] });
    mock.on(ListTagsForResourceCommand).resolves({ Tags: [{ Key: "a", Value: "1" }] });
    const again = await runRepairs(account, planRepairs(expected, findings), bounds);
    expect(again.map(({ field, outcome, after }) => [field, outcome, after])).toEqual([
      ["enabled", "failed", "enabled: false"],
      ["tags", "unneeded", "as expected"],
    ]);
    expect(
      (await runRepairs(account, planRepairs(expected, findings), { most: 10, outOfTime: () => true })).map(({ outcome }) => outcome),
    ).toEqual(["not reached", "not reached"]);
  });

  it("are only planned for what adds or sets what was decided", () => {
    const expected = Expectations.parse({
      ...expecting("table", "t", { pointInTimeRecovery: false, ttl: "expires", tags: {} }),
      resources: { table: { t: { pointInTimeRecovery: false, ttl: "expires", tags: {} } }, alarm: { composite: { enabled: true } } },
    });
    const changed = (kind: KindName, resource: string, field: string, was: string, is: string): Finding => ({
      problem: field === "" ? "missing" : "changed",
      service: "x",
      kind,
      resource,
      field,
      expected: was,
      actual: is,
      severity: "low",
      repair: "",
    });
    const never = [
      changed("table", "t", "pointInTimeRecovery", "false", "true"),
      changed("table", "t", "ttl", "expires", "other"),
      changed("table", "t", "tags.Owner", "(none)", "somebody"),
      changed("table", "t", "encryptionKey", "a", "b"),
      changed("table", "t", "", "present", "not there"),
      changed("alarm", "composite", "", "present", "not there"),
    ];
    expect(never.flatMap((finding) => planRepairs(expected, [finding]))).toEqual([]);
    expect(planRepairs(expected, [changed("table", "t", "ttl", "expires", "(none)")])).toHaveLength(1);
  });
});
