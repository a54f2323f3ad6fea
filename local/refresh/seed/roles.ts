/** Makes every role with the committed policies that Terraform attaches to it, their tokens filled in with the names of this machine. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CreateRoleCommand, type IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { handlerNames, production, stateMachineArn, test, workflowNames } from "../names.ts";
import type { AccountClients } from "./clients.ts";
import { inParallel } from "./in-parallel.ts";
import type { TestKeys } from "./test-account.ts";
import { fillTokens, tokenValues } from "./tokens.ts";
import { functionRole, machineRole, policyText, trustPublisher, trustReader, trustService } from "./trust.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const DOCUMENT = "ssm-documents/aurora-snapshot-clone-mask/aurora-snapshot-clone-mask.policy.json";

interface Role {
  readonly arn: string;
  readonly trust: string;
  /** Name of the inline policy → its text, or the committed file below the project. */
  readonly policies: Readonly<Record<string, string | { readonly file: string }>>;
}

const startMachines = policyText({
  Sid: "StartRefreshAndCleanUp",
  Effect: "Allow",
  Action: "states:StartExecution",
  Resource: ["daily-refresh", "refresh-cleanup"].map(stateMachineArn),
});

const ofTest: readonly Role[] = [
  ...handlerNames.map((name) => ({
    arn: functionRole(name),
    trust: trustService("lambda"),
    policies: { handler: { file: `handlers/${name}/${name}.policy.json` } },
  })),
  ...workflowNames.map((name) => ({
    arn: machineRole(name),
    trust: trustService("states"),
    policies: {
      workflow: { file: `workflows/${name}/${name}.policy.json` },
      surroundings: { file: `workflows/${name}/${name}.surroundings.policy.json` },
    },
  })),
  { arn: test.role("automation"), trust: trustService("ssm"), policies: { document: { file: DOCUMENT } } },
  { arn: test.role("events"), trust: trustService("events"), policies: { rules: startMachines } },
];

const ofProduction: readonly Role[] = [
  {
    arn: production.readerRole,
    trust: trustReader,
    policies: { reader: { file: "handlers/shared/permissions/refresh-reader.policy.json" } },
  },
  {
    arn: production.snapshotRole,
    trust: trustPublisher,
    policies: { publisher: { file: "handlers/shared/permissions/refresh-snapshot-publisher.policy.json" } },
  },
];

/** Makes the roles of both accounts. */
export async function seedRoles(
  accounts: { readonly production: AccountClients; readonly test: AccountClients },
  keys: TestKeys,
): Promise<void> {
  const values = tokenValues(keys);
  const make = async (iam: IAMClient, { arn, trust, policies }: Role): Promise<void> => {
    const RoleName = arn.slice(arn.lastIndexOf("/") + 1);
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    for (const [PolicyName, policy] of Object.entries(policies)) {
      const PolicyDocument =
        typeof policy === "string" ? policy : fillTokens(readFileSync(`${root}${policy.file}`, "utf8"), values, policy.file);
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    }
  };
  await Promise.all([
    inParallel(4, ofTest, (role) => make(accounts.test.iam, role)),
    inParallel(2, ofProduction, (role) => make(accounts.production.iam, role)),
  ]);
}
