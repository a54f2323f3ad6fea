/** The gateway's HTTP server: decides who answers a request, and words what goes wrong. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type AccessKeys, accountIds } from "./accounts.ts";
import type { Guard } from "./guard.ts";
import { type MotoProxy, send } from "./moto-proxy.ts";
import { readBody, withBody } from "./read-request.ts";
import { protocolOf, renderError } from "./render-error.ts";
import { type RequestHead, readHead } from "./request-head.ts";
import { AwsError, notImplemented, type ServiceHandler } from "./service.ts";

/** A service that the gateway answers, wholly or partly. */
export interface OwnService {
  readonly handle: ServiceHandler;
  /** Which requests are read for it; the others stream to moto. All when absent. */
  owns?(head: RequestHead): boolean;
  /** Nothing of this service may reach moto: what `handle` leaves is a 501. */
  readonly wholly?: boolean;
}

export interface GatewayOptions {
  readonly region: string;
  readonly keys: AccessKeys;
  readonly moto: MotoProxy;
  /** By the service of the SigV4 scope. */
  readonly services: ReadonlyMap<string, OwnService>;
  /** Stands before every request; nobody does when absent. */
  readonly guard?: Guard | undefined;
  /** 0 for a free one. */
  readonly port: number;
  /** Hears of errors of the gateway itself; never a value of a request. */
  log(line: string): void;
}

export interface Gateway {
  readonly port: number;
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1.
 *
 * @throws PortTakenError when the given port is in use
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const server = createServer((message, response) => {
    answer(options, message, response).catch((error: unknown) => fail(options, message, response, error));
  });
  server.keepAliveTimeout = 60_000;
  server.requestTimeout = 0;
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The port that was asked for belongs to someone else. */
export class PortTakenError extends Error {
  override readonly name = "PortTakenError";
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE" || error.code === "EACCES";
      reject(
        taken
          ? new PortTakenError(`Port ${port} of 127.0.0.1 cannot be used (${error.code}): choose another one, or none for a free port.`)
          : error,
      );
    });
    server.listen(port, "127.0.0.1", resolve);
  });
}

async function answer(options: GatewayOptions, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const head = readHead(message, options.region);
  const account = head.accessKeyId === "" ? accountIds.test : options.keys.accountOf(head.accessKeyId);
  if (account === undefined) throw unknownKey(head.service);
  const own = options.services.get(head.service);
  const { guard } = options;
  const streams = own === undefined || own.owns?.(head) === false;
  if (streams && !guard?.reads(head)) {
    const admission = guard?.admit({ ...head, account, body: Buffer.alloc(0), parameters: {} });
    options.moto.stream(message, response, head, account, admission?.insteadOfMissing);
    return;
  }
  const request = withBody(head, account, await readBody(message));
  guard?.admit(request);
  const answered = streams ? undefined : await own.handle(request);
  if (answered === undefined && own?.wholly)
    throw notImplemented(request.service, request.operation || `${request.method} ${request.path}`);
  const answer = answered ?? (await options.moto.forward(request));
  guard?.note(request, answer);
  send(response, answer);
}

function fail({ region, log }: GatewayOptions, message: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const head = readHead(message, region);
  const known = error instanceof AwsError;
  if (!known)
    log(`${head.service}:${head.operation} failed in the gateway: ${error instanceof Error ? (error.stack ?? error.message) : "unknown"}`);
  const why = error instanceof Error ? `${error.name}: ${error.message}` : "unknown";
  const worded = known
    ? error
    : new AwsError("InternalFailure", `The local AWS failed to answer ${head.service}:${head.operation}: ${why}`, 500);
  message.resume();
  send(response, renderError(worded, protocolOf(head.service, head.headers["content-type"])));
}

function unknownKey(service: string): AwsError {
  const code = service === "s3" ? "InvalidAccessKeyId" : "UnrecognizedClientException";
  return new AwsError(code, "The security token included in the request is invalid: the local AWS handed out no such access key.", 403);
}
