/** One request of the Step Functions API: finds the operation, runs it, words its answer or its error. */
import { randomUUID } from "node:crypto";
import type { Engine } from "../engine-types.ts";
import { ApiError } from "../errors.ts";
import { isObject, type JsonObject } from "../json.ts";
import { operations } from "./operations.ts";

export interface StatesRequest {
  /** `AWSStepFunctions.StartExecution`, or the operation alone. */
  readonly target: string;
  readonly body: string | Buffer;
  /** Aborted when the connection has ended: nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

export interface StatesResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Answers a request; it never throws, errors become answers as AWS gives them. */
export async function handleStatesRequest(engine: Engine, { target, body, signal }: StatesRequest): Promise<StatesResponse> {
  const name = target.replace(/^AWSStepFunctions\./, "");
  try {
    const operation = operations.get(name);
    if (operation === undefined) {
      throw new ApiError("UnsupportedOperation", `The operation states:${name} is not supported by this engine yet`, 501);
    }
    return answer(200, (await operation(engine, parse(String(body)), signal)) ?? {});
  } catch (error) {
    if (error instanceof ApiError) return answer(error.status, { __type: error.code, message: error.message });
    const message = error instanceof Error ? error.message : String(error);
    return answer(500, { __type: "InternalServerException", message: `states:${name} failed: ${message}` });
  }
}

function parse(body: string): JsonObject {
  let parsed: unknown;
  try {
    parsed = body === "" ? {} : JSON.parse(body);
  } catch {
    throw new ApiError("SerializationException", "The body of the request is not JSON");
  }
  if (!isObject(parsed)) throw new ApiError("SerializationException", "The body of the request is not a JSON object");
  return parsed;
}

function answer(status: number, value: object): StatesResponse {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": randomUUID() };
  return { status, headers, body: JSON.stringify(value) };
}
