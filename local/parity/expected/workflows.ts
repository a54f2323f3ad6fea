/** The function, the machines, the parameters and the rules. */
import { createHash } from "node:crypto";
import { ENVIRONMENT, REGION, stateMachineArn, stateMachineName, TEST, test, workflowNames } from "../../refresh/names.ts";
import { type Base, type Kind, machineLogGroup, own, tags, validatorFunction, validatorRole } from "./base.ts";

/** The local AWS has the validator only, and tells of a function what it was given. */
export function functions({ runtime, environment }: Base): Kind<"function"> {
  return {
    [validatorFunction]: {
      runtime,
      memory: 1024,
      timeout: 900,
      role: validatorRole,
      environment: Object.keys(environment),
      reservedConcurrency: -1,
    },
  };
}

export function machines({ definition }: Base): Kind<"machine"> {
  return Object.fromEntries(
    workflowNames.map((workflow) => [
      stateMachineName(workflow),
      {
        type: "STANDARD",
        role: `arn:aws:iam::${TEST}:role/${stateMachineName(workflow)}`,
        logLevel: "ALL",
        logsExecutionData: false,
        logGroup: `arn:aws:logs:${REGION}:${TEST}:log-group:${machineLogGroup(workflow)}:*`,
        tracing: true,
        definitionHash: createHash("sha256").update(definition(workflow)).digest("hex"),
        tags,
      },
    ]),
  );
}

export function parameters({ services, keyArn }: Base): Kind<"parameter"> {
  const pointers = own(services.map(test.pointer), () => ({ type: "String", tags }));
  return { ...pointers, [test.commonRules]: { type: "SecureString", encryptionKey: keyArn(test.dataKeyAlias), tags } };
}

export function rules(): Kind<"rule"> {
  const detail = { status: ["FAILED", "ABORTED", "TIMED_OUT"], stateMachineArn: [stateMachineArn("daily-refresh")] };
  const pattern = { source: ["aws.states"], "detail-type": ["Step Functions Execution Status Change"], detail };
  const target = (id: string, arn: string) => ({
    id,
    arn,
    role: test.role("events"),
    deadLetterQueue: `arn:aws:sqs:${REGION}:${TEST}:${ENVIRONMENT}-events-dlq`,
    retries: 3,
    oldestEvent: null,
  });
  return {
    [`${ENVIRONMENT}-daily-refresh`]: {
      schedule: "cron(0 9 * * ? *)",
      pattern: null,
      state: "ENABLED",
      targets: [target("daily-refresh", stateMachineArn("daily-refresh"))],
      tags,
    },
    [`${ENVIRONMENT}-refresh-ended-badly`]: {
      schedule: null,
      pattern: JSON.stringify(pattern),
      state: "ENABLED",
      targets: [target("refresh-cleanup", stateMachineArn("refresh-cleanup"))],
      tags,
    },
  };
}
