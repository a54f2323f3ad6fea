import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { permissionSources, policyTemplate } from "../../local/cli/artifacts/index.ts";
import { handlerNames } from "../../local/refresh/names.ts";
import { tokenValues } from "../../local/refresh/seed/tokens.ts";
import {
  allow,
  arn,
  deny,
  everywhere,
  type Permissions,
  PermissionsError,
  permissions,
  permissionTokens,
  resource,
  token,
} from "../../workflows/kit/contract/permissions/index.ts";
import { renderTemplate, tokensOf } from "../../workflows/kit/template/index.ts";
import { actionsOf } from "./support/iam-actions.ts";
import { clientsInZip, projectRoot, type SdkCall, sdkCallsOf } from "./support/sdk-calls.ts";

const handlers = readdirSync(path.join(projectRoot, "handlers")).filter(
  (name) => existsSync(path.join(projectRoot, "handlers", name, "index.ts")) && name !== "shared",
);
const withPolicy = handlers.filter((name) => existsSync(path.join(projectRoot, "handlers", name, "permissions.ts")));

/** What no call of the code needs, and who needs it. */
const remainder: ReadonlyMap<string, string> = new Map([
  ["ec2:AssignPrivateIpAddresses", "Lambda makes the function's network interfaces with its role"],
  ["ec2:CreateNetworkInterface", "Lambda makes the function's network interfaces with its role"],
  ["ec2:DeleteNetworkInterface", "Lambda makes the function's network interfaces with its role"],
  ["ec2:DescribeNetworkInterfaces", "Lambda makes the function's network interfaces with its role"],
  ["ec2:DescribeSubnets", "Lambda makes the function's network interfaces with its role"],
  ["ec2:UnassignPrivateIpAddresses", "Lambda makes the function's network interfaces with its role"],
  ["kms:Decrypt", "services use the key in the caller's name: S3, DynamoDB, SNS, Parameter Store, Secrets Manager"],
  ["kms:DescribeKey", "DynamoDB's guide asks for it of whoever uses a table under a customer's key"],
  ["kms:Encrypt", "DynamoDB's guide asks for it of whoever uses a table under a customer's key"],
  ["kms:GenerateDataKey", "services use the key in the caller's name: S3, DynamoDB, SNS"],
  ["kms:ReEncryptFrom", "DynamoDB's guide asks for it of whoever uses a table under a customer's key"],
  ["kms:ReEncryptTo", "DynamoDB's guide asks for it of whoever uses a table under a customer's key"],
  ["logs:CreateLogStream", "Lambda writes the function's log with its role"],
  ["logs:PutLogEvents", "Lambda writes the function's log with its role"],
  ["xray:PutTelemetryRecords", "Lambda sends the function's traces with its role"],
  ["xray:PutTraceSegments", "Lambda sends the function's traces with its role"],
]);

/** Calls in a bundle that its handler never makes: handlers/shared/clients.ts offers the way to production to all of them. */
const neverMade: ReadonlyMap<string, readonly SdkCall[]> = new Map(
  ["aurora-refresh", "dynamodb-refresh", "integration-tests", "parity-validation"].map((name) => [name, ["client-sts:AssumeRole"]]),
);

/** Clients that the SDK brings along to find credentials; a function has them from its environment. */
const forCredentials = new Set(["client-cognito-identity", "client-signin", "client-sso", "client-sso-oidc", "client-sts"]);

const allowedBy = ({ statements }: Permissions): Set<string> =>
  new Set(statements.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => [...Action]));

let all: ReadonlyMap<string, Permissions>;
let folders: ReadonlyMap<string, string>;
let calls: ReadonlyMap<string, readonly SdkCall[]>;

beforeAll(async () => {
  const sources = await permissionSources(projectRoot);
  all = new Map(sources.map(({ permissions: one }) => [one.name, one]));
  folders = new Map(sources.map(({ permissions: one, folder }) => [one.name, folder]));
  calls = await sdkCallsOf(withPolicy);
});

const of = (name: string): Permissions => {
  const found = all.get(name);
  if (found === undefined) throw new Error(`There are no permissions named ${name}.`);
  return found;
};

describe("what a handler's code calls", () => {
  it("has permissions beside every handler that is deployed", () => {
    expect(withPolicy).toEqual(expect.arrayContaining([...handlerNames]));
  });

  it.each(withPolicy)("%s: every call is permitted, by its own policy or by that of production's reader", (name) => {
    const own = allowedBy(of(name));
    const reader = own.has("sts:AssumeRole") ? allowedBy(of("refresh-reader")) : new Set<string>();
    const made = (calls.get(name) ?? []).filter((call) => !neverMade.get(name)?.includes(call));
    const missing = made.flatMap((call) =>
      actionsOf(call)
        .needs.filter((action) => !own.has(action) && !reader.has(action))
        .map((action) => `${call} needs ${action}`),
    );
    expect(missing).toEqual([]);
    expect(made.length).toBeGreaterThan(5);
  });

  it.each(withPolicy)("%s: nothing is permitted that no call needs, but for what is listed with its reason", (name) => {
    const useful = new Set((calls.get(name) ?? []).flatMap((call) => [...actionsOf(call).needs, ...actionsOf(call).may]));
    expect([...allowedBy(of(name))].filter((action) => !useful.has(action) && !remainder.has(action))).toEqual([]);
  });

  it("leaves no reason behind that nobody needs any more", () => {
    const permitted = new Set(withPolicy.flatMap((name) => [...allowedBy(of(name))]));
    expect([...remainder.keys()].filter((action) => !permitted.has(action))).toEqual([]);
  });

  it("goes through no other client than those that are looked at here", async () => {
    const inZips = await clientsInZip(withPolicy);
    const own = new Set([...calls.values()].flatMap((list) => list.map((call) => call.split(":")[0])));
    const foreign = [...inZips].flatMap(([name, clients]) =>
      clients.filter((client) => !own.has(client) && !forCredentials.has(client)).map((client) => `${name}: ${client}`),
    );
    expect(foreign).toEqual([]);
  });
});

describe("the committed policies", () => {
  const each = (check: (one: Permissions, text: string) => void): void => {
    for (const one of all.values()) check(one, readFileSync(path.join(folders.get(one.name) ?? "", `${one.name}.policy.json`), "utf8"));
  };

  it("are what their sources give, byte for byte", () => {
    each((one, text) => expect(text).toBe(policyTemplate(one)));
  });

  it("hold nothing but what IAM takes", () => {
    const members = new Set(["Sid", "Effect", "Action", "Resource", "NotResource", "Condition"]);
    each((_, text) => {
      const { Version, Statement, ...rest } = JSON.parse(text) as { Version: string; Statement: object[] };
      expect({ Version, rest }).toEqual({ Version: "2012-10-17", rest: {} });
      expect(Statement.flatMap((one) => Object.keys(one)).filter((member) => !members.has(member))).toEqual([]);
    });
  });

  it("have the tokens that their sources name, all of which the local run knows", () => {
    const known = tokenValues({ data: "data", quarantine: "quarantine", masking: "masking" });
    each((one, text) => {
      expect(tokensOf(text)).toEqual(permissionTokens(one));
      expect(permissionTokens(one).filter((name) => !known.has(name))).toEqual([]);
    });
  });

  it("stay below what a role's inline policies may have together, with Terraform's longest names", () => {
    each((one, text) => {
      const values = Object.fromEntries(tokensOf(text).map((name) => [name, "x".repeat(name.endsWith("_arn") ? 110 : 16)]));
      expect(renderTemplate(text, values).replace(/\s/g, "").length).toBeLessThan(one.name === "parity-validation" ? 10_240 : 9_000);
    });
  });

  it("name no account, no region and no partition of their own", () => {
    each((_, text) => expect(text).not.toMatch(/\barn:aws\b|\d{12}|\b[a-z]{2}-[a-z]+-\d\b/));
  });

  it("have a star for a resource only beside these actions, for which AWS knows none", () => {
    const wide = new Set<string>();
    each(({ statements }) => {
      for (const { Effect, Resource = [], Action } of statements)
        if (Effect === "Allow" && Resource.some(({ parts }) => parts.length === 1 && parts[0] === "*"))
          for (const one of Action) wide.add(one);
    });
    expect([...wide].sort()).toEqual([
      "application-autoscaling:DescribeScalableTargets",
      "application-autoscaling:DescribeScalingPolicies",
      "cloudwatch:ListDashboards",
      "dynamodb:ListExports",
      "dynamodb:ListTables",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroupRules",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "events:ListRules",
      "iam:ListRoles",
      "kms:ListAliases",
      "lambda:ListFunctions",
      "logs:CreateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:DescribeLogGroups",
      "logs:DescribeResourcePolicies",
      "logs:GetLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:UpdateLogDelivery",
      "s3:ListAllMyBuckets",
      "sns:ListTopics",
      "sqs:ListQueues",
      "ssm:DescribeAutomationExecutions",
      "ssm:DescribeParameters",
      "ssm:ListDocuments",
      "states:ListStateMachines",
      "tag:GetResources",
      "xray:GetSamplingRules",
      "xray:GetSamplingTargets",
      "xray:PutTelemetryRecords",
      "xray:PutTraceSegments",
    ]);
  });

  it("of a machine fit beside what its definition gives", () => {
    for (const name of readdirSync(path.join(projectRoot, "workflows"))) {
      const files = [`${name}.policy.json`, `${name}.surroundings.policy.json`].map((file) =>
        path.join(projectRoot, "workflows", name, file),
      );
      if (!files.every((file) => existsSync(file))) continue;
      const text = files.map((file) => readFileSync(file, "utf8")).join("");
      const values = Object.fromEntries(tokensOf(text).map((name_) => [name_, "x".repeat(name_.endsWith("_arn") ? 110 : 16)]));
      expect(renderTemplate(text, values).replace(/\s/g, "").length).toBeLessThan(10_240);
    }
  });
});

describe("the language of permissions", () => {
  const bucket = token("staging_bucket_arn");
  const read = { why: "For the test.", actions: ["s3:GetObject"], resources: [resource`${bucket}/*`] } as const;

  it("sorts actions and keeps the order of statements", () => {
    const { statements } = permissions("x", [
      allow("B", { ...read, actions: ["s3:PutObject", "s3:GetObject", "s3:GetObject"] }),
      everywhere("A", { why: "For the test.", actions: ["dynamodb:ListTables"] }),
    ]);
    expect(statements.map(({ Sid, Action }) => [Sid, Action])).toEqual([
      ["B", ["s3:GetObject", "s3:PutObject"]],
      ["A", ["dynamodb:ListTables"]],
    ]);
  });

  it("prints tokens for templatefile and escapes everything else", () => {
    const odd = permissions("x", [
      allow("Odd", { ...read, resources: [resource`arn:aws:s3:::a$\{b}/${bucket}`] }),
      deny("Not", { why: "For the test.", actions: ["s3:PutObject"], except: [arn("s3", "x")] }),
    ]);
    const text = policyTemplate(odd);
    expect(text).toContain(`"arn:aws:s3:::a$\${b}/\${staging_bucket_arn}"`);
    expect(text).toContain('"NotResource"');
    expect(permissionTokens(odd)).toEqual(["account_id", "partition", "region", "staging_bucket_arn"]);
  });

  it("refuses what IAM or a reader could do nothing with, all of it at once", () => {
    const broken = (): unknown =>
      permissions("x", [
        allow("Two words", read),
        allow("Twice", { ...read, why: "no sentence" }),
        allow("Twice", { ...read, actions: [], resources: [] }),
      ]);
    expect(broken).toThrow(PermissionsError);
    expect(broken).toThrow(/"Two words" is no name.*does not say why.*name of two.*no action.*no resource/s);
    expect(() => permissions("x", [])).toThrow(/there is no statement/);
    expect(() => resource`*`).toThrow(TypeError);
    expect(() => token("Staging-Bucket")).toThrow(TypeError);
  });

  it("knows the actions: these are compile errors", () => {
    // @ts-expect-error there is no such action
    allow("A", { ...read, actions: ["s3:GetObjct"] });
    // @ts-expect-error there is no such service
    allow("A", { ...read, actions: ["s4:GetObject"] });
    // @ts-expect-error every object there is: the action takes resources
    everywhere("A", { why: "For the test.", actions: ["s3:GetObject"] });
    // @ts-expect-error it takes no resource
    allow("A", { ...read, actions: ["dynamodb:ListTables"] });
    // @ts-expect-error a reason is missing
    allow("A", { actions: ["s3:GetObject"], resources: [resource`${bucket}/*`] });
    // @ts-expect-error a comparison that the local AWS cannot decide
    allow("A", { ...read, when: { DateLessThan: { "aws:CurrentTime": ["2026-01-01"] } } });
    // @ts-expect-error a text is no resource: it would not be looked at for tokens
    allow("A", { ...read, resources: ["arn:aws:s3:::staging/*"] });
    expect(allow("A", read).Sid).toBe("A");
  });
});
