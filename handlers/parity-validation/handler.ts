/** `parity_validation_handler`: compares the account with what Terraform has made, every week and by hand. */
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { type Operation, operations } from "../../workflows/kit/contract/index.ts";
import { withLog } from "../shared/logger.ts";
import { type validate as contract, parityValidationOperations } from "./contract.ts";
import type { Finding } from "./finding.ts";
import type { ParityClients } from "./live/index.ts";
import { remaining } from "./report/index.ts";
import { severities } from "./severities.ts";
import { validate } from "./validate.ts";
import { type ParityVariables, readParityVariables } from "./variables.ts";

/** What Lambda tells of a call. */
export interface CallContext {
  getRemainingTimeInMillis(): number;
}

/** So much time is kept for what follows the comparison: parts, report, message. */
const reserveMilliseconds = 90_000;

/**
 * The handler for a function's environment.
 *
 * @throws Error naming the variables that are missing
 */
export function createHandler(
  environment: Record<string, string | undefined>,
  clients: ParityClients,
): (event: unknown, context?: CallContext) => Promise<unknown> {
  const variables = readParityVariables(environment);
  return (event, context) => {
    const outOfTime = (): boolean => (context?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY) < reserveMilliseconds;
    const run = operations(parityValidationOperations, { validate: validateOperation(variables, clients, outOfTime) });
    return withLog("parity_validation_handler", run)(event);
  };
}

function validateOperation(variables: ParityVariables, clients: ParityClients, outOfTime: () => boolean): Operation<typeof contract> {
  return async ({ environment, cursor, remediation, goOn = true }) => {
    const outcome = await validate({ variables, clients, now: Date.now, outOfTime }, { cursor, remediation });
    if (outcome.done) {
      const repaired = outcome.report.repairs.filter((repair) => repair.outcome === "repaired").length;
      return { done: true, cursor: "", ...counted(remaining(outcome.report)), repaired, reportKey: outcome.reportKey };
    }
    if (goOn && variables.AWS_LAMBDA_FUNCTION_NAME !== undefined) {
      const next = { operation: "validate", environment, cursor: outcome.cursor, ...(remediation === undefined ? {} : { remediation }) };
      await clients.lambda.send(
        new InvokeCommand({
          FunctionName: variables.AWS_LAMBDA_FUNCTION_NAME,
          InvocationType: "Event",
          Payload: Buffer.from(JSON.stringify(next)),
        }),
      );
    }
    return { done: false, cursor: outcome.cursor, ...counted(outcome.findings), repaired: 0, reportKey: "" };
  };
}

function counted(findings: readonly Finding[]) {
  const [critical, high, medium, low] = severities.map((severity) => findings.filter((found) => found.severity === severity).length);
  return { drift: findings.length, critical: critical ?? 0, high: high ?? 0, medium: medium ?? 0, low: low ?? 0 };
}
