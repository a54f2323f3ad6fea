/** Who may take each role on, as Terraform and its `production_account_setup` say it. */
import { ENVIRONMENT, stateMachineArn, TEST, test } from "../names.ts";

type Statement = Readonly<Record<string, unknown>>;

/** A policy's text. */
export const policyText = (...Statement: readonly Statement[]): string => JSON.stringify({ Version: "2012-10-17", Statement });

/** A service of AWS; all but Lambda say for whose resource they work. */
export const trustService = (service: "events" | "lambda" | "ssm" | "states"): string =>
  policyText({
    Effect: "Allow",
    Principal: { Service: `${service}.amazonaws.com` },
    Action: "sts:AssumeRole",
    ...(service === "lambda" ? {} : { Condition: { StringEquals: { "aws:SourceAccount": TEST } } }),
  });

/** The role of a handler's function. */
export const functionRole = (handler: string): string => test.role(`${handler}-handler`);
/** The role of a machine. */
export const machineRole = (workflow: string): string => test.role(workflow);

/** What the functions give as external id; Step Functions gives its machine's ARN. */
export const EXTERNAL_ID = `${ENVIRONMENT}-refresh`;

const trustRoles = (roles: readonly string[], externalIds: readonly string[]): string =>
  policyText({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${TEST}:root` },
    Action: "sts:AssumeRole",
    Condition: { ArnEquals: { "aws:PrincipalArn": roles }, StringLike: { "sts:ExternalId": externalIds } },
  });

const dynamodb = stateMachineArn("dynamodb-refresh");

/** Production's reader: two functions, and the machine that exports. */
export const trustReader = trustRoles(
  [functionRole("masking"), functionRole("s3-sync"), machineRole("dynamodb-refresh")],
  [EXTERNAL_ID, dynamodb, `${dynamodb}/*`],
);

/** Production's publisher of snapshots: the machine that shares them, and the one that deletes them. */
export const trustPublisher = trustRoles(
  [machineRole("aurora-refresh"), machineRole("refresh-cleanup")],
  [stateMachineArn("aurora-refresh"), stateMachineArn("refresh-cleanup")],
);
