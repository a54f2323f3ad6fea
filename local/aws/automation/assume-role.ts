/** The credentials that a document's scripts and calls work with. */
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { AwsError } from "../gateway/service.ts";
import type { Credentials } from "./python/process.ts";

export interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  /** Whose credentials ask for the role. */
  readonly account: string;
}
export type AssumeRole = (request: AssumeRoleRequest) => Promise<Credentials>;

const roleArn = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;

/** @throws AwsError `InvalidAutomationExecutionParametersException` when the text is no role's ARN */
export function checkRoleArn(text: string): void {
  if (text === "" || roleArn.test(text)) return;
  throw new AwsError("InvalidAutomationExecutionParametersException", "The format of the supplied assume role ARN is invalid.");
}

/** AssumeRole by STS, at the gateway. */
export function stsAssumeRole(settings: {
  endpoint: () => string;
  region: string;
  credentialsFor: (account: string) => Credentials;
}): AssumeRole {
  return async ({ roleArn: RoleArn, sessionName, account }) => {
    const { accessKeyId, secretAccessKey, sessionToken } = settings.credentialsFor(account);
    const sts = new STSClient({
      endpoint: settings.endpoint(),
      region: settings.region,
      credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    });
    try {
      const { Credentials: given } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: sessionName }));
      return {
        accessKeyId: given?.AccessKeyId ?? "",
        secretAccessKey: given?.SecretAccessKey ?? "",
        ...(given?.SessionToken === undefined ? {} : { sessionToken: given.SessionToken }),
      };
    } catch {
      throw new AwsError("InvalidAutomationExecutionParametersException", "The defined assume role is unable to be assumed.");
    } finally {
      sts.destroy();
    }
  };
}
