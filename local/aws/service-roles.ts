/** The roles that services of AWS take on: whose credentials a function, a document and a rule's target work with. */
import type { AssumeRole } from "./automation/assume-role.ts";
import { AwsError, accountIds, type Credentials, rootCredentials } from "./gateway/index.ts";
import type { AccessControl } from "./iam/index.ts";
import type { FunctionDefinition } from "./lambda/index.ts";

export interface ServiceRoles {
  /** Of a function's code. @throws AwsError when its role's trust does not name Lambda */
  function(definition: FunctionDefinition, region: string): Credentials;
  /** Of a document's steps; undefined where the runner asks STS for them. */
  readonly automation: AssumeRole | undefined;
  /** Of a rule's target. @throws AwsError when its role's trust does not name EventBridge */
  target(account: string, roleArn?: string): Credentials;
}

/** Without access control everything has the account's own credentials. */
export function serviceRoles(access: AccessControl | undefined): ServiceRoles {
  if (access === undefined) {
    return { function: () => rootCredentials("test"), automation: undefined, target: (account) => rootCredentials(account) };
  }
  return {
    function({ name, role }, region) {
      if (role === undefined) throw new Error(`The function ${name} has no role: where policies are enforced, its definition needs one.`);
      const functionArn = `arn:aws:lambda:${region}:${accountIds.test}:function:${name}`;
      return access.assume({ service: "lambda.amazonaws.com", account: accountIds.test, roleArn: role, sessionName: name, functionArn });
    },
    async automation({ roleArn, sessionName, account }) {
      try {
        return access.assume({ service: "ssm.amazonaws.com", account, roleArn, sessionName });
      } catch {
        throw new AwsError("InvalidAutomationExecutionParametersException", "The defined assume role is unable to be assumed.");
      }
    },
    target: (account, roleArn) =>
      roleArn === undefined
        ? rootCredentials(account)
        : access.assume({ service: "events.amazonaws.com", account, roleArn, sessionName: "rule" }),
  };
}
