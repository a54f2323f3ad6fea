/** Optimized integrations: what Step Functions does around the plain call, service by service. */
import { IntegrationError, type IntegrationRequest } from "../integrations.ts";
import { isObject, type JsonObject } from "../json.ts";
import { sdkMetadata } from "../tasks/start-execution.ts";
import { type Clients, findOperation } from "./clients.ts";
import { type OptimizedNames, optimizedFailure } from "./failures.ts";
import { invokeFunction } from "./lambda.ts";
import { upperFirst } from "./names.ts";
import { fromClient } from "./schema.ts";
import { clientInput } from "./sdk-call.ts";

interface Optimized extends OptimizedNames {
  readonly client: string;
  readonly actions: readonly string[];
  /** Parameters as the API wants them. */
  prepare?(parameters: JsonObject, request: IntegrationRequest): JsonObject;
  /** Turns an answer into an error. */
  check?(result: JsonObject): void;
}

const services = new Map<string, Optimized>([
  [
    "sns",
    {
      client: "sns",
      actions: ["publish"],
      prefix: "SNS",
      service: "AmazonSNS",
      fallback: "AmazonSNSException",
      prepare: withText("Message"),
    },
  ],
  [
    "sqs",
    {
      client: "sqs",
      actions: ["sendMessage"],
      prefix: "SQS",
      service: "AmazonSQS",
      fallback: "AmazonSQSException",
      prepare: withText("MessageBody"),
    },
  ],
  [
    "dynamodb",
    {
      client: "dynamodb",
      actions: ["getItem", "putItem", "updateItem", "deleteItem"],
      prefix: "DynamoDB",
      service: "AmazonDynamoDBv2",
      fallback: "AmazonDynamoDBException",
    },
  ],
  [
    "events",
    {
      client: "eventbridge",
      actions: ["putEvents"],
      prefix: "EventBridge",
      service: "AmazonCloudWatchEvents",
      fallback: "AmazonCloudWatchEventsException",
      prepare: prepareEvents,
      check: checkEvents,
    },
  ],
]);

/** @throws IntegrationError in Java SDK v1's names */
export async function callOptimized(clients: Clients, request: IntegrationRequest): Promise<unknown> {
  if (request.service === "lambda") return invokeFunction(clients, request);
  const optimized = services.get(request.service);
  if (optimized === undefined || !optimized.actions.includes(request.action)) {
    throw new IntegrationError({
      error: "States.Runtime",
      cause: `The integration ${request.resource} is not supported by this engine yet`,
    });
  }
  const module = await clients.module(optimized.client);
  const operation = findOperation(module, request.action);
  if (operation === undefined)
    throw new IntegrationError({ error: "States.Runtime", cause: `The integration ${request.resource} has no client` });
  const parameters = optimized.prepare?.(isObject(request.parameters) ? request.parameters : {}, request) ?? request.parameters;
  const input = clientInput({ ...request, parameters }, operation.input, upperFirst);
  const client = await clients.client(optimized.client, request.roleArn);
  let result: JsonObject;
  try {
    const answer = await client.send(new operation.Command(input), { abortSignal: request.signal });
    const { httpStatusCode, requestId } = (answer.$metadata ?? {}) as { httpStatusCode?: number; requestId?: string };
    result = { ...((await fromClient(answer, operation.output, upperFirst)) as JsonObject), ...sdkMetadata(httpStatusCode, requestId) };
  } catch (error) {
    throw optimizedFailure(error, module, optimized);
  }
  optimized.check?.(result);
  return result;
}

/** A message may be any JSON; the API wants a text. */
function withText(member: string): (parameters: JsonObject) => JsonObject {
  return (parameters) => {
    const value = parameters[member];
    return value === undefined || typeof value === "string" ? parameters : { ...parameters, [member]: JSON.stringify(value) };
  };
}

/** Details become texts, and every event names the execution that sent it. */
function prepareEvents(parameters: JsonObject, { context }: IntegrationRequest): JsonObject {
  const entries = Array.isArray(parameters.Entries) ? (parameters.Entries as JsonObject[]) : [];
  const own = [context.stateMachineArn, context.executionArn];
  const prepared = entries.map((entry) => ({
    ...withText("Detail")(entry),
    Resources: [...(Array.isArray(entry.Resources) ? entry.Resources : []), ...own],
  }));
  return { ...parameters, Entries: prepared };
}

function checkEvents(result: JsonObject): void {
  if (!(Number(result.FailedEntryCount) > 0)) return;
  const { Entries, FailedEntryCount } = result;
  throw new IntegrationError({ error: "EventBridge.FailedEntry", cause: JSON.stringify({ Entries, FailedEntryCount }) });
}
