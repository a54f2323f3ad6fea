/** Names and causes of what services answer when they fail, in both families that Step Functions has. */
import { IntegrationError } from "../integrations.ts";
import type { Client, ClientModule } from "./clients.ts";
import { isModelled } from "./clients.ts";
import { errorName, servicePrefix } from "./names.ts";

interface ServiceError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string; readonly extendedRequestId?: string };
}

/** `aws-sdk:*`: Java SDK v2's names, `DynamoDb.TableNotFoundException`. */
export function sdkFailure(thrown: unknown, module: ClientModule, client: Client): IntegrationError {
  const prefix = servicePrefix(client.config.serviceId);
  const answered = serviceError(thrown);
  if (answered === undefined) return unreachable(thrown, prefix);
  const { httpStatusCode = 500, requestId = "null", extendedRequestId } = answered.$metadata ?? {};
  const extended = extendedRequestId === undefined ? "" : `, Extended Request ID: ${extendedRequestId}`;
  const cause = `${answered.message} (Service: ${prefix}, Status Code: ${httpStatusCode}, Request ID: ${requestId}${extended}) (SDK Attempt Count: 1)`;
  const name = isModelled(module, answered.name) ? errorName(answered.name) : `${prefix}Exception`;
  return new IntegrationError({ error: `${prefix}.${name}`, cause });
}

/** How optimized integrations call their services: the prefix of errors, the name in causes, the name of unmodelled errors. */
export interface OptimizedNames {
  readonly prefix: string;
  readonly service: string;
  readonly fallback: string;
}

/** Optimized integrations: Java SDK v1's names, `SNS.NotFoundException`. */
export function optimizedFailure(thrown: unknown, module: ClientModule, names: OptimizedNames): IntegrationError {
  const answered = serviceError(thrown);
  if (answered === undefined) return unreachable(thrown, names.prefix);
  const { httpStatusCode = 500, requestId = "null" } = answered.$metadata ?? {};
  const code = answered.name.replace(/Exception$/, "");
  const shown = names.prefix === "SNS" ? code : answered.name;
  const details = `Service: ${names.service}; Status Code: ${httpStatusCode}; Error Code: ${shown}; Request ID: ${requestId}; Proxy: null`;
  const name = isModelled(module, answered.name) ? errorName(answered.name) : names.fallback;
  return new IntegrationError({ error: `${names.prefix}.${name}`, cause: `${answered.message} (${details})` });
}

/** An error that a service answered, not one of the connection or of our own. */
function serviceError(thrown: unknown): ServiceError | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const candidate = thrown as ServiceError;
  return candidate.$metadata?.httpStatusCode === undefined ? undefined : candidate;
}

function unreachable(thrown: unknown, prefix: string): IntegrationError {
  if (thrown instanceof IntegrationError) return thrown;
  const message = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return new IntegrationError({ error: `${prefix}.SdkClientException`, cause: message });
}
