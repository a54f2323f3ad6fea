/** Requests and access control without a gateway, for tests of what is allowed. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { AccessKeys, type Credentials, type GatewayRequest } from "../../local/aws/gateway/index.ts";
import { type AccessControl, createAccessControl } from "../../local/aws/iam/index.ts";
import { fillTokens, tokenValues } from "../../local/refresh/seed/tokens.ts";

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const account = "222222222222";
export const region = "us-west-2";
export const keyArn = (id: string, owner = account): string => `arn:aws:kms:${region}:${owner}:key/${id}`;

export interface Asked extends Partial<Omit<GatewayRequest, "query" | "parameters">> {
  readonly service: string;
  readonly query?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** A request as the gateway reads it. */
export function request({ query = "", ...given }: Asked): GatewayRequest {
  return {
    operation: "",
    account,
    accessKeyId: "",
    region,
    method: "POST",
    path: "/",
    headers: {},
    body: Buffer.alloc(0),
    parameters: {},
    ...given,
    query: new URLSearchParams(query),
  };
}

/** S3's: `s3("GET", "/bucket/key", "versionId=1")`. */
export const s3 = (method: string, at: string, query = "", headers: Record<string, string> = {}): Asked => ({
  service: "s3",
  method,
  path: at,
  query,
  headers,
});

/** Any other: `call("dynamodb", "GetItem", { TableName: "x" })`. */
export const call = (service: string, operation: string, parameters: Readonly<Record<string, unknown>> = {}): Asked => ({
  service,
  operation,
  parameters,
});

/** The keys of the tests, by purpose. */
export const testKeys = {
  data: keyArn("data"),
  s3: keyArn("s3"),
  ssm: keyArn("ssm"),
  quarantine: keyArn("quarantine"),
  masking: keyArn("masking"),
  snapshot: keyArn("snapshot", "111111111111"),
} as const;

interface Policy {
  readonly Version: string;
  readonly Statement: readonly { readonly Sid: string }[];
}

/** A committed policy with the local run's names, without some of its statements. */
export function committedPolicy(file: string, ...without: readonly string[]): Policy {
  const policy = JSON.parse(fillTokens(readFileSync(path.join(projectRoot, file), "utf8"), tokenValues(testKeys), file)) as Policy;
  return { ...policy, Statement: policy.Statement.filter(({ Sid }) => !without.includes(Sid)) };
}

export interface TestAccess {
  readonly access: AccessControl;
  readonly lines: readonly string[];
  /** Tells what an administrator has done. */
  administrator(asked: Asked, answer?: object | string): void;
  /** Whether a session may. @throws AwsError the denial */
  may(credentials: Credentials, asked: Asked): void;
  /** A role with policies, and a session of it. */
  role(name: string, policies: Readonly<Record<string, object>>, owner?: string): Credentials;
}

export function testAccess(): TestAccess {
  const keys = new AccessKeys();
  const lines: string[] = [];
  const access = createAccessControl({ keys, region, log: (line) => lines.push(line) });
  const administrator = (asked: Asked, answer: object | string = {}): void =>
    access.note(request(asked), { status: 200, body: typeof answer === "string" ? answer : JSON.stringify(answer) });
  return {
    access,
    lines,
    administrator,
    may: ({ accessKeyId }, asked) => void access.admit({ ...request(asked), accessKeyId }),
    role(name, policies, owner = account) {
      const trust = { Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }] };
      administrator({ ...call("iam", "CreateRole", { RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) }), account: owner });
      for (const [PolicyName, policy] of Object.entries(policies)) {
        const PolicyDocument = JSON.stringify(policy);
        administrator({ ...call("iam", "PutRolePolicy", { RoleName: name, PolicyName, PolicyDocument }), account: owner });
      }
      const roleArn = `arn:aws:iam::${owner}:role/${name}`;
      return access.assume({ service: "lambda.amazonaws.com", account: owner, roleArn, sessionName: "test" });
    },
  };
}
