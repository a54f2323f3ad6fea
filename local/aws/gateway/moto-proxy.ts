/** Passes requests on to moto: whole streams untouched, or a request that has been read already. */
import { Agent, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import { protocolOf, renderError } from "./render-error.ts";
import { nameOf, type RequestHead } from "./request-head.ts";
import { AwsError, type GatewayRequest, type GatewayResponse, notImplemented } from "./service.ts";

/** Names the exception of moto that ended a request; local/aws/moto/server.py sets it. */
const failureHeader = "x-moto-failure";
// Of one hop only: each side of the gateway has its own connection.
const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
  "x-moto-account-id",
]);

export interface MotoProxy {
  /** Streams the request to moto and moto's answer back; `insteadOfMissing` is answered where moto has no such thing. */
  stream(message: IncomingMessage, response: ServerResponse, head: RequestHead, account: string, insteadOfMissing?: AwsError): void;
  /** Sends a request that was read, and reads the answer. @throws AwsError NotImplementedException where moto has nothing */
  forward(request: GatewayRequest): Promise<GatewayResponse>;
  close(): void;
}

export function createMotoProxy(port: number): MotoProxy {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const options = (head: RequestHead, account: string) => ({
    agent,
    host: "127.0.0.1",
    port,
    method: head.method,
    headers: { ...endToEnd(head.headers), "x-moto-account-id": account } as OutgoingHttpHeaders,
  });
  return {
    stream(message, response, head, account, insteadOfMissing) {
      const headers = options(head, account).headers;
      // A body without a length stays chunked.
      if (message.headers["transfer-encoding"] !== undefined) headers["transfer-encoding"] = "chunked";
      const upstream = httpRequest({ ...options(head, account), headers, path: message.url ?? "/" });
      upstream.on("response", (answer) => {
        if (lacking(head, answer)) {
          answer.resume();
          send(response, renderError(lackOf(head.service, nameOf(head), answer), protocolOf(head.service, head.headers["content-type"])));
          return;
        }
        if (answer.statusCode === 404 && insteadOfMissing !== undefined) {
          answer.resume();
          send(response, renderError(insteadOfMissing, protocolOf(head.service, head.headers["content-type"])));
          return;
        }
        response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
        answer.on("error", () => response.destroy());
        answer.pipe(response);
      });
      upstream.on("error", () => {
        if (response.headersSent) response.destroy();
        else send(response, renderError(unreachable(), protocolOf(head.service, head.headers["content-type"])));
      });
      response.on("close", () => {
        if (!response.writableFinished) upstream.destroy();
      });
      message.pipe(upstream);
    },
    forward: (request) =>
      new Promise((resolve, reject) => {
        const search = request.query.size === 0 ? "" : `?${request.query}`;
        const base = options(request, request.account);
        const headers = { ...base.headers, "content-length": request.body.length };
        const upstream = httpRequest({ ...base, headers, path: `${request.path}${search}` });
        upstream.on("error", () => reject(unreachable()));
        upstream.on("response", (answer) => {
          const parts: Buffer[] = [];
          answer.on("data", (part: Buffer) => parts.push(part));
          answer.on("error", () => reject(unreachable()));
          answer.on("end", () => {
            if (lacking(request, answer)) reject(lackOf(request.service, nameOf(request), answer));
            else resolve({ status: answer.statusCode ?? 502, headers: endToEnd(answer.headers), body: Buffer.concat(parts) });
          });
        });
        upstream.end(request.body);
      }),
    close: () => agent.destroy(),
  };
}

/** Writes an answer that is complete. */
export function send(response: ServerResponse, answer: GatewayResponse): void {
  const body = Buffer.from(answer.body);
  const headers: Record<string, string> = { ...answer.headers };
  delete headers["content-length"];
  response.writeHead(answer.status, { ...headers, "content-length": body.length });
  response.end(body);
}

function endToEnd(headers: IncomingMessage["headers"] | Readonly<Record<string, string>>): Record<string, string> {
  const kept: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) if (value !== undefined && !hopByHop.has(name)) kept[name] = String(value);
  return kept;
}

/** moto answers what it does not have with an exception or, but for S3 where pages may be objects, with a page of HTML. */
function lacking({ service, method }: Pick<RequestHead, "service" | "method">, answer: IncomingMessage): boolean {
  if (answer.headers[failureHeader] !== undefined) return true;
  if (service === "s3" || method === "HEAD") return false;
  return (answer.statusCode ?? 0) >= 400 && String(answer.headers["content-type"] ?? "").startsWith("text/html");
}

function lackOf(service: string, operation: string, answer: IncomingMessage): AwsError {
  const failure = answer.headers[failureHeader];
  if (failure === undefined || failure === "NotImplementedError") return notImplemented(service, operation);
  return notImplemented(service, operation, `moto could not answer this request (${failure})`);
}

function unreachable(): AwsError {
  return new AwsError("ServiceUnavailable", "moto, which stands behind the local AWS, did not answer.", 503);
}
