/** S3 in memory: versioned buckets, listings in order, copies; what the handlers use of it. */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";

interface Version {
  readonly id: string;
  readonly body: Buffer | undefined;
  readonly metadata: Record<string, string>;
  readonly contentType: string | undefined;
  readonly at: Date;
}

type Input = Record<string, unknown> & { Bucket: string; Key: string };

/** The client, and a few ways to look at what it holds. */
export interface MemoryS3 {
  readonly client: S3Client;
  /** The object's text; undefined when there is none. */
  text(bucket: string, key: string): string | undefined;
  bytes(bucket: string, key: string): Buffer | undefined;
  keys(bucket: string, prefix?: string): string[];
  put(bucket: string, key: string, body: string | Buffer, more?: { metadata?: Record<string, string>; at?: Date }): string;
  remove(bucket: string, key: string): void;
  /** Called with every command; tests throw here to let S3 fail. */
  onCommand?: (name: string, input: Input) => void;
}

export function memoryS3(): MemoryS3 {
  const buckets = new Map<string, Map<string, Version[]>>();
  let last = 0;
  const versionsOf = (bucket: string, key: string): Version[] => {
    const objects = buckets.get(bucket) ?? new Map<string, Version[]>();
    buckets.set(bucket, objects);
    const versions = objects.get(key) ?? [];
    objects.set(key, versions);
    return versions;
  };
  const find = (bucket: string, key: string, versionId?: string): Version => {
    const versions = versionsOf(bucket, key);
    const version = versionId === undefined ? versions[0] : versions.find(({ id }) => id === versionId);
    if (version?.body === undefined)
      throw Object.assign(new Error("The specified key does not exist."), { name: "NoSuchKey", $metadata: { httpStatusCode: 404 } });
    return version;
  };
  const add = (bucket: string, key: string, body: Buffer | undefined, more: Partial<Version> = {}): string => {
    const id = `v${++last}`;
    versionsOf(bucket, key).unshift({ id, body, metadata: {}, contentType: undefined, at: new Date(last * 1000), ...more });
    return id;
  };
  const keysOf = (bucket: string, prefix: string): string[] =>
    [...(buckets.get(bucket) ?? [])]
      .filter(([key, versions]) => key.startsWith(prefix) && versions[0]?.body !== undefined)
      .map(([key]) => key)
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const etag = (body: Buffer): string => `"${createHash("md5").update(body).digest("hex")}"`;

  const commands: Record<string, (input: Input) => unknown> = {
    PutObjectCommand: ({ Bucket, Key, Body, Metadata, ContentType }) => ({
      VersionId: add(Bucket, Key, Buffer.from(Body as string), {
        metadata: (Metadata ?? {}) as Record<string, string>,
        contentType: ContentType as string,
      }),
    }),
    GetObjectCommand: ({ Bucket, Key, VersionId, IfMatch }) => {
      const { body = Buffer.alloc(0), metadata, contentType } = find(Bucket, Key, VersionId as string | undefined);
      if (IfMatch !== undefined && IfMatch !== etag(body)) throw Object.assign(new Error("changed"), { name: "PreconditionFailed" });
      const stream = Object.assign(Readable.from(body.length === 0 ? [] : [body], { objectMode: false }), {
        transformToString: async () => body.toString("utf8"),
        transformToByteArray: async () => new Uint8Array(body),
      });
      return { Body: stream, Metadata: metadata, ContentType: contentType };
    },
    HeadObjectCommand: ({ Bucket, Key }) => ({ VersionId: find(Bucket, Key).id }),
    CopyObjectCommand: ({ Bucket, Key, CopySource }) => {
      const [path = "", versionId] = String(CopySource).split("?versionId=");
      const [from = "", ...key] = path.split("/");
      const source = find(from, key.map(decodeURIComponent).join("/"), versionId);
      return { VersionId: add(Bucket, Key, source.body, { metadata: source.metadata, contentType: source.contentType }) };
    },
    DeleteObjectCommand: ({ Bucket, Key }) => ({ VersionId: add(Bucket, Key, undefined) }),
    DeleteObjectsCommand: ({ Bucket, Delete }) => {
      for (const { Key, VersionId } of (Delete as { Objects: { Key: string; VersionId?: string }[] }).Objects) {
        if (VersionId === undefined) add(Bucket, Key, undefined);
        else
          buckets.get(Bucket)?.set(
            Key,
            versionsOf(Bucket, Key).filter(({ id }) => id !== VersionId),
          );
      }
      return {};
    },
    ListObjectsV2Command: ({ Bucket, Prefix = "", MaxKeys = 1000, StartAfter = "", ContinuationToken = "" }) => {
      const after = Buffer.from(String(ContinuationToken || StartAfter));
      const keys = keysOf(Bucket, String(Prefix)).filter((key) => Buffer.compare(Buffer.from(key), after) > 0);
      const page = keys.slice(0, Number(MaxKeys));
      const Contents = page.map((Key) => {
        const { body = Buffer.alloc(0) } = find(Bucket, Key);
        return { Key, Size: body.length, ETag: etag(body) };
      });
      return { Contents, IsTruncated: keys.length > page.length, NextContinuationToken: page.at(-1) };
    },
    ListObjectVersionsCommand: ({ Bucket, Prefix = "" }) => {
      const all = [...(buckets.get(Bucket) ?? [])].filter(([key]) => key.startsWith(String(Prefix)));
      const entries = all.flatMap(([Key, versions]) =>
        versions.map(({ id, body, at }, i) => ({
          Key,
          VersionId: id,
          LastModified: at,
          IsLatest: i === 0,
          Size: body?.length,
          ETag: body && etag(body),
          body,
        })),
      );
      return {
        Versions: entries.filter(({ body }) => body !== undefined),
        DeleteMarkers: entries.filter(({ body }) => body === undefined),
        IsTruncated: false,
      };
    },
    ListMultipartUploadsCommand: () => ({}),
    GetBucketVersioningCommand: () => ({ Status: "Enabled" }),
  };
  const s3: MemoryS3 = {
    client: {
      send: async (command: { input: Input; constructor: { name: string } }) => {
        const { name } = command.constructor;
        s3.onCommand?.(name, command.input);
        const run = commands[name];
        if (run === undefined) throw new Error(`memoryS3 has no ${name}.`);
        return run(command.input);
      },
    } as unknown as S3Client,
    text: (bucket, key) => versionsOf(bucket, key)[0]?.body?.toString("utf8"),
    bytes: (bucket, key) => versionsOf(bucket, key)[0]?.body,
    keys: (bucket, prefix = "") => keysOf(bucket, prefix),
    put: (bucket, key, body, { metadata = {}, at } = {}) => add(bucket, key, Buffer.from(body), { metadata, ...(at ? { at } : {}) }),
    remove: (bucket, key) => void add(bucket, key, undefined),
  };
  return s3;
}
