/** The engine on a port, speaking AWS JSON 1.0. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Engine } from "../engine-types.ts";
import { handleStatesRequest } from "./handle.ts";

export interface EngineServer {
  readonly port: number;
  readonly endpoint: string;
  close(): Promise<void>;
}

/** The largest request that the service takes is 1 MB. */
const maxRequestBytes = 1_100_000;

/**
 * Listens for Step Functions requests.
 *
 * @param options a free port and 127.0.0.1 when absent
 * @example
 * const { endpoint, close } = await startEngineServer(engine, { port: 8083 });
 */
export async function startEngineServer(engine: Engine, options: { port?: number; host?: string } = {}): Promise<EngineServer> {
  const host = options.host ?? "127.0.0.1";
  const server = createServer((request, response) => {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    void readBody(request).then(
      async (body) => {
        const target = String(request.headers["x-amz-target"] ?? "");
        const answer = await handleStatesRequest(engine, { target, body, signal: gone.signal });
        response.writeHead(answer.status, answer.headers).end(answer.body);
      },
      () => response.writeHead(413).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    endpoint: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxRequestBytes) throw new RangeError("The request is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
