/** Reads a Task's Resource: which service it calls, and how that appears in the history. */
import type { IntegrationPattern } from "../integrations.ts";

export interface TaskResource {
  /** A function's ARN, a service integration, or an activity. */
  readonly kind: "function" | "integration" | "activity";
  /** `lambda`, `sns`, `aws-sdk:dynamodb`. */
  readonly service: string;
  /** `invoke`, `publish`, `describeExport`. */
  readonly action: string;
  readonly pattern?: IntegrationPattern;
  /** `resource` of the events: `startExecution.sync:2`. */
  readonly eventResource: string;
}

const patterns: readonly IntegrationPattern[] = ["sync", "sync:2", "waitForTaskToken"];

/**
 * Splits a Resource, or gives undefined when it is none.
 *
 * @example
 * parseResource("arn:aws:states:::states:startExecution.sync:2"); // { service: "states", action: "startExecution", pattern: "sync:2", … }
 */
export function parseResource(arn: string): TaskResource | undefined {
  const parts = arn.split(":");
  if (parts[0] !== "arn" || parts.length < 6) return undefined;
  if (parts[2] === "lambda" && parts[5] === "function")
    return { kind: "function", service: "lambda", action: "invoke", eventResource: "invoke" };
  if (parts[2] !== "states") return undefined;
  if (parts[5] === "activity") return { kind: "activity", service: "activity", action: parts.slice(6).join(":"), eventResource: arn };
  const sdk = parts[5] === "aws-sdk";
  const service = sdk ? `aws-sdk:${parts[6] ?? ""}` : (parts[5] ?? "");
  const eventResource = parts.slice(sdk ? 7 : 6).join(":");
  const [action = "", ...rest] = eventResource.split(".");
  if (service === "" || action === "") return undefined;
  if (rest.length === 0) return { kind: "integration", service, action, eventResource };
  const pattern = patterns.find((candidate) => candidate === rest.join("."));
  return pattern === undefined ? undefined : { kind: "integration", service, action, pattern, eventResource };
}
