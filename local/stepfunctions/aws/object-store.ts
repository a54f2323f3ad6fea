/** S3 as distributed Maps use it: reads items, lists objects, writes results. */
import type { ListedObject, ObjectStore } from "../integrations.ts";
import { type AwsOptions, type Client, type ClientModule, Clients } from "./clients.ts";

/**
 * An ObjectStore on S3; `close` it when the engine is closed.
 *
 * @example
 * createEngine({ integrations: awsIntegrations(options), s3: awsObjectStore(options) });
 */
export function awsObjectStore(options: AwsOptions): ObjectStore & { close(): void } {
  const clients = new Clients(options);
  const send = async (command: string, input: object): Promise<Record<string, unknown>> => {
    const module: ClientModule = await clients.module("s3");
    const client: Client = await clients.client("s3", undefined);
    const Command = module[command] as new (input: object) => object;
    return client.send(new Command(input), { abortSignal: AbortSignal.timeout(60_000) });
  };
  return {
    get: async (bucket, key) => {
      const { Body } = await send("GetObjectCommand", { Bucket: bucket, Key: key });
      return (Body as { transformToByteArray(): Promise<Uint8Array> }).transformToByteArray();
    },
    list: async (bucket, prefix) => {
      const found: ListedObject[] = [];
      let token: unknown;
      do {
        const page = await send("ListObjectsV2Command", { Bucket: bucket, Prefix: prefix, ContinuationToken: token });
        found.push(...((page.Contents ?? []) as Record<string, unknown>[]).map(listed));
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return found;
    },
    put: async (bucket, key, body) => {
      await send("PutObjectCommand", { Bucket: bucket, Key: key, Body: body, ContentType: "application/json" });
    },
    close: () => clients.close(),
  };
}

function listed(object: Record<string, unknown>): ListedObject {
  return {
    Etag: String(object.ETag ?? ""),
    Key: String(object.Key ?? ""),
    LastModified: object.LastModified instanceof Date ? Math.floor(object.LastModified.getTime() / 1000) : 0,
    Size: Number(object.Size ?? 0),
    StorageClass: String(object.StorageClass ?? "STANDARD"),
  };
}
