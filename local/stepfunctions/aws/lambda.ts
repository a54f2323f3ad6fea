/** Invokes functions: `lambda:invoke` answers with everything, a function's ARN as Resource with the payload alone. */
import { IntegrationError, type IntegrationRequest } from "../integrations.ts";
import { isObject, type JsonObject } from "../json.ts";
import { sdkMetadata } from "../tasks/start-execution.ts";
import type { Clients } from "./clients.ts";
import { optimizedFailure } from "./failures.ts";

const names = { prefix: "Lambda", service: "AWSLambda", fallback: "AWSLambdaException" };

/** @throws IntegrationError the function's errorType with its error as JSON text, or `Lambda.…` when the service refuses */
export async function invokeFunction(clients: Clients, request: IntegrationRequest): Promise<unknown> {
  const byArn = request.resource.startsWith("arn:aws:lambda:");
  const parameters = byArn
    ? { FunctionName: request.resource, Payload: request.parameters }
    : isObject(request.parameters)
      ? request.parameters
      : {};
  const { Payload, ...rest } = parameters as JsonObject;
  const module = await clients.module("lambda");
  const Command = module.InvokeCommand as new (input: object) => object;
  const client = await clients.client("lambda", request.roleArn);
  let answer: Record<string, unknown>;
  try {
    const payload = Buffer.from(JSON.stringify(Payload ?? {}));
    answer = await client.send(new Command({ ...rest, Payload: payload }), { abortSignal: request.signal });
  } catch (error) {
    throw optimizedFailure(error, module, names);
  }
  const text = answer.Payload instanceof Uint8Array ? Buffer.from(answer.Payload).toString("utf8") : "";
  if (answer.FunctionError !== undefined) throw functionError(text);
  const result = text === "" ? {} : parse(text);
  return byArn ? result : invokeResult(answer, result);
}

function invokeResult(answer: Record<string, unknown>, payload: unknown): JsonObject {
  const { httpStatusCode, requestId } = (answer.$metadata ?? {}) as { httpStatusCode?: number; requestId?: string };
  return {
    ExecutedVersion: answer.ExecutedVersion ?? "$LATEST",
    Payload: payload,
    ...sdkMetadata(httpStatusCode, requestId),
    StatusCode: answer.StatusCode ?? 200,
  };
}

function functionError(text: string): IntegrationError {
  const error = parse(text);
  const type = isObject(error) && typeof error.errorType === "string" ? error.errorType : "Lambda.Unknown";
  return new IntegrationError({ error: type, cause: text });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
