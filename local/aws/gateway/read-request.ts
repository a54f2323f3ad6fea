/** Reads the body of a request that the gateway answers itself, and its parameters. */
import type { IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";
import { nestForm } from "./query-form.ts";
import type { RequestHead } from "./request-head.ts";
import { AwsError, type GatewayRequest } from "./service.ts";

/** More than any request of the services that the gateway owns may have. */
const maximumBytes = 16 * 1024 * 1024;

/** @throws AwsError RequestEntityTooLargeException above 16 MiB */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of message as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maximumBytes) throw new AwsError("RequestEntityTooLargeException", "Request must be smaller than 16777216 bytes.", 413);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Completes the head by the body; the body's form may be what names the operation. */
export function withBody(head: RequestHead, account: string, body: Buffer): GatewayRequest {
  const parameters = parametersOf(head, body);
  const operation = head.operation || (typeof parameters.Action === "string" ? parameters.Action : "");
  return { ...head, operation, account, body, parameters };
}

/** @throws AwsError SerializationException */
function parametersOf(head: RequestHead, body: Buffer): Readonly<Record<string, unknown>> {
  const type = head.headers["content-type"] ?? "";
  if (type.startsWith("application/x-www-form-urlencoded")) return nestForm(new URLSearchParams(plain(head, body).toString("utf8")));
  if (body.length === 0) return head.query.has("Action") ? nestForm(head.query) : {};
  // Lambda's payload and S3's policies are read by their services.
  if (!type.includes("json") || head.service === "s3" || head.service === "lambda") return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(plain(head, body).toString("utf8"));
  } catch {
    throw new AwsError("SerializationException", "The request body is not JSON.");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new AwsError("SerializationException", "The request body is not a JSON object.");
  }
  return parsed as Record<string, unknown>;
}

function plain(head: RequestHead, body: Buffer): Buffer {
  return head.headers["content-encoding"] === "gzip" ? gunzipSync(body, { maxOutputLength: maximumBytes }) : body;
}
