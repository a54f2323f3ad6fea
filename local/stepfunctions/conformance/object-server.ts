/** The objects that cases need, in memory: put over HTTP as S3 takes them, read by the engine without HTTP. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { ObjectStore } from "../integrations.ts";

export interface ObjectServer {
  readonly endpoint: string;
  readonly store: ObjectStore;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1 for `PUT /bucket` and `PUT /bucket/key`. */
export async function startObjectServer(): Promise<ObjectServer> {
  const objects = new Map<string, { body: Buffer; modified: number }>();
  const put = (name: string, body: Buffer): void => void objects.set(name, { body, modified: Math.floor(Date.now() / 1000) });
  const server = createServer((request, response) => {
    void readAll(request).then((body) => {
      const name = decodeURIComponent((request.url ?? "/").slice(1).split("?")[0] ?? "");
      if (request.method === "PUT" && name.includes("/")) put(name, body);
      response.writeHead(200, { etag: '"00000000000000000000000000000000"' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    store: {
      get: async (bucket, key) => {
        const found = objects.get(`${bucket}/${key}`);
        if (found === undefined) throw Object.assign(new Error("The specified key does not exist."), { name: "NoSuchKey" });
        return found.body;
      },
      list: async (bucket, prefix) =>
        [...objects]
          .filter(([name]) => name.startsWith(`${bucket}/${prefix}`))
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, { body, modified }]) => ({
            Etag: '"00000000000000000000000000000000"',
            Key: name.slice(bucket.length + 1),
            LastModified: modified,
            Size: body.length,
            StorageClass: "STANDARD",
          })),
      put: async (bucket, key, body) => put(`${bucket}/${key}`, Buffer.from(body)),
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
