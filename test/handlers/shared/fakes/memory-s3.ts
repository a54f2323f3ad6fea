/** S3 in memory: versioned buckets, listings in order and by page, copies and uploads in parts; what the handlers use of it. */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";

interface About {
  readonly metadata: Record<string, string>;
  readonly contentType: string | undefined;
  /** Other headers, by PutObject's names. */
  readonly headers: Record<string, unknown>;
  readonly tags: readonly { Key: string; Value: string }[];
}

interface Version extends About {
  readonly id: string;
  readonly body: Buffer | undefined;
  readonly at: Date;
  /** What listings say its size is; bodies of gigabytes are not kept. */
  readonly size: number | undefined;
}

interface PartialUpload extends About {
  readonly bucket: string;
  readonly key: string;
  readonly parts: Map<number, Buffer>;
}

type Input = Record<string, unknown> & { Bucket: string; Key: string };

/** The client, and a few ways to look at what it holds. */
export interface MemoryS3 {
  readonly client: S3Client;
  /** The object's text; undefined when there is none. */
  text(bucket: string, key: string): string | undefined;
  bytes(bucket: string, key: string): Buffer | undefined;
  about(bucket: string, key: string): About | undefined;
  keys(bucket: string, prefix?: string): string[];
  put(bucket: string, key: string, body: string | Buffer, more?: Partial<About> & { at?: Date; id?: string; size?: number }): string;
  remove(bucket: string, key: string, at?: Date): void;
  /** Uploads in parts that nobody has completed or aborted. */
  readonly uploads: ReadonlyMap<string, PartialUpload>;
  /** Called with every command; tests throw here to let S3 fail. */
  onCommand?: (name: string, input: Input) => void;
  /** Changes what a body's stream gives; tests break it here. */
  onBody?: (key: string, body: Readable) => Readable;
}

const failure = (name: string, httpStatusCode: number): Error => Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
const nothing: About = { metadata: {}, contentType: undefined, headers: {}, tags: [] };
const tagsOf = (tagging: unknown): About["tags"] => [...new URLSearchParams(String(tagging ?? ""))].map(([Key, Value]) => ({ Key, Value }));
const headerNames = ["CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "Expires"];
const aboutOf = ({ Metadata, ContentType, Tagging, ...more }: Record<string, unknown>): About => ({
  metadata: (Metadata ?? {}) as Record<string, string>,
  contentType: ContentType as string | undefined,
  headers: Object.fromEntries(headerNames.flatMap((name) => (more[name] === undefined ? [] : [[name, more[name]]]))),
  tags: tagsOf(Tagging),
});
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
// As S3 escapes keys in listings: spaces become pluses.
const written = (key: string, encoding: unknown): string =>
  encoding === "url" ? encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/") : key;

export function memoryS3(): MemoryS3 {
  const buckets = new Map<string, Map<string, Version[]>>();
  const uploads = new Map<string, PartialUpload>();
  let last = 0;
  const versionsOf = (bucket: string, key: string): Version[] => {
    const objects = buckets.get(bucket) ?? new Map<string, Version[]>();
    buckets.set(bucket, objects);
    const versions = objects.get(key) ?? [];
    objects.set(key, versions);
    return versions;
  };
  const find = (bucket: string, key: string, versionId?: string): Version & { body: Buffer } => {
    const versions = versionsOf(bucket, key);
    const version = versionId === undefined ? versions[0] : versions.find(({ id }) => id === versionId);
    if (version?.body === undefined) throw failure("NoSuchKey", 404);
    return version as Version & { body: Buffer };
  };
  const source = (CopySource: unknown): Version & { body: Buffer } => {
    const [path = "", versionId] = String(CopySource).split("?versionId=");
    const [from = "", ...key] = path.split("/");
    return find(from, key.map(decodeURIComponent).join("/"), versionId);
  };
  const add = (bucket: string, key: string, body: Buffer | undefined, more: Partial<Version> = {}): string => {
    const id = `v${++last}`;
    versionsOf(bucket, key).unshift({ ...nothing, id, body, size: body?.length, at: new Date(last * 1000), ...more });
    return id;
  };
  const keysOf = (bucket: string, prefix: string): string[] =>
    [...(buckets.get(bucket) ?? [])]
      .filter(([key, versions]) => key.startsWith(prefix) && versions[0]?.body !== undefined)
      .map(([key]) => key)
      .sort(byBytes);
  const etag = (body: Buffer): string => `"${createHash("md5").update(body).digest("hex")}"`;
  const checked = (version: Version & { body: Buffer }, match: unknown): typeof version => {
    if (match !== undefined && match !== etag(version.body)) throw failure("PreconditionFailed", 412);
    return version;
  };
  const described = ({ id, body, size, metadata, contentType, headers, tags }: Version & { body: Buffer }) => ({
    VersionId: id,
    ContentLength: size,
    ETag: etag(body),
    Metadata: metadata,
    ContentType: contentType,
    ...headers,
    ...(tags.length === 0 ? {} : { TagCount: tags.length }),
  });
  const upload = ({ UploadId }: Input): PartialUpload => {
    const found = uploads.get(String(UploadId));
    if (found === undefined) throw failure("NoSuchUpload", 404);
    return found;
  };

  const commands: Record<string, (input: Input) => unknown> = {
    PutObjectCommand: (input) => ({
      VersionId: add(input.Bucket, input.Key, Buffer.from((input.Body ?? "") as string), aboutOf(input)),
    }),
    GetObjectCommand: ({ Bucket, Key, VersionId, IfMatch, Range }) => {
      const version = checked(find(Bucket, Key, VersionId as string | undefined), IfMatch);
      const [, from = "0", to = ""] = /^bytes=(\d+)-(\d+)$/.exec(String(Range)) ?? [];
      const body = version.body.subarray(Number(from), to === "" ? undefined : Number(to) + 1);
      const stream = Readable.from(body.length === 0 ? [] : [body], { objectMode: false });
      const Body = Object.assign(s3.onBody?.(Key, stream) ?? stream, {
        transformToString: async () => body.toString("utf8"),
        transformToByteArray: async () => new Uint8Array(body),
      });
      return { ...described(version), Body };
    },
    HeadObjectCommand: ({ Bucket, Key, VersionId, IfMatch }) =>
      described(checked(find(Bucket, Key, VersionId as string | undefined), IfMatch)),
    GetObjectTaggingCommand: ({ Bucket, Key, VersionId }) => ({ TagSet: find(Bucket, Key, VersionId as string | undefined).tags }),
    CopyObjectCommand: ({ Bucket, Key, CopySource, CopySourceIfMatch }) => {
      const from = checked(source(CopySource), CopySourceIfMatch);
      if ((from.size ?? 0) > 5 * 1024 ** 3) throw failure("InvalidRequest", 400);
      const { body, size, metadata, contentType, headers, tags } = from;
      return { VersionId: add(Bucket, Key, body, { size, metadata, contentType, headers, tags }) };
    },
    CreateMultipartUploadCommand: (input) => {
      const UploadId = `u${++last}`;
      uploads.set(UploadId, { ...aboutOf(input), bucket: input.Bucket, key: input.Key, parts: new Map() });
      return { UploadId };
    },
    UploadPartCommand: (input) => {
      upload(input).parts.set(Number(input.PartNumber), Buffer.from(input.Body as Buffer));
      return { ETag: `"p${input.PartNumber}"` };
    },
    UploadPartCopyCommand: (input) => {
      checked(source(input.CopySource), input.CopySourceIfMatch);
      upload(input).parts.set(Number(input.PartNumber), Buffer.from(`${input.CopySourceRange};`));
      return { CopyPartResult: { ETag: `"p${input.PartNumber}"` } };
    },
    CompleteMultipartUploadCommand: (input) => {
      const { bucket, key, parts, ...about } = upload(input);
      const { Parts } = input.MultipartUpload as { Parts: { PartNumber: number }[] };
      uploads.delete(String(input.UploadId));
      return { VersionId: add(bucket, key, Buffer.concat(Parts.map(({ PartNumber }) => parts.get(PartNumber) ?? Buffer.alloc(0))), about) };
    },
    ListPartsCommand: (input) => {
      const numbers = [...upload(input).parts.keys()].sort((a, b) => a - b).filter((n) => n > Number(input.PartNumberMarker ?? 0));
      const page = numbers.slice(0, 3);
      return {
        Parts: page.map((PartNumber) => ({ PartNumber, ETag: `"p${PartNumber}"` })),
        IsTruncated: page.length < numbers.length,
        NextPartNumberMarker: String(page.at(-1)),
      };
    },
    AbortMultipartUploadCommand: (input) => {
      upload(input);
      uploads.delete(String(input.UploadId));
      return {};
    },
    ListMultipartUploadsCommand: ({ Bucket, Prefix = "", UploadIdMarker = "", MaxUploads = 1000 }) => {
      const found = [...uploads].filter(
        ([id, { bucket, key }]) => bucket === Bucket && key.startsWith(String(Prefix)) && id > String(UploadIdMarker),
      );
      const page = found.slice(0, Number(MaxUploads));
      return {
        Uploads: page.map(([UploadId, { key }]) => ({ Key: key, UploadId })),
        IsTruncated: page.length < found.length,
        NextKeyMarker: page.at(-1)?.[1].key,
        NextUploadIdMarker: page.at(-1)?.[0],
      };
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
    ListObjectsV2Command: ({ Bucket, Prefix = "", MaxKeys = 1000, StartAfter = "", ContinuationToken = "", EncodingType, Delimiter }) => {
      if (Delimiter !== undefined) {
        const below = keysOf(Bucket, String(Prefix)).flatMap((key) => key.slice(String(Prefix).length).match(/^[^/]+\//)?.[0] ?? []);
        return { CommonPrefixes: [...new Set(below)].map((name) => ({ Prefix: `${Prefix}${name}` })) };
      }
      const after = String(ContinuationToken || StartAfter);
      const keys = keysOf(Bucket, String(Prefix)).filter((key) => byBytes(key, after) > 0);
      const page = keys.slice(0, Number(MaxKeys));
      const Contents = page.map((key) => {
        const { body, size } = find(Bucket, key);
        return { Key: written(key, EncodingType), Size: size, ETag: etag(body) };
      });
      return { Contents, IsTruncated: keys.length > page.length, NextContinuationToken: page.at(-1), EncodingType };
    },
    ListObjectVersionsCommand: ({ Bucket, Prefix = "", MaxKeys = 1000, KeyMarker = "", VersionIdMarker = "", EncodingType }) => {
      const all = [...(buckets.get(Bucket) ?? [])].filter(([key]) => key.startsWith(String(Prefix))).sort(([a], [b]) => byBytes(a, b));
      const entries = all.flatMap(([key, versions]) => versions.map((version, i) => ({ key, version, IsLatest: i === 0 })));
      const passed = entries.findIndex(({ key, version }) => key === KeyMarker && version.id === VersionIdMarker);
      const rest = entries.slice(passed + 1).filter(({ key }) => passed >= 0 || byBytes(key, String(KeyMarker)) > 0 || KeyMarker === "");
      const page = rest.slice(0, Number(MaxKeys));
      const listed = page.map(({ key, version: { id, body, at, size }, IsLatest }) => ({
        Key: written(key, EncodingType),
        VersionId: id,
        LastModified: at,
        IsLatest,
        Size: size,
        ETag: body && etag(body),
        body,
      }));
      const end = page.at(-1);
      return {
        Versions: listed.filter(({ body }) => body !== undefined),
        DeleteMarkers: listed.filter(({ body }) => body === undefined),
        EncodingType,
        ...(page.length < rest.length && end !== undefined
          ? { IsTruncated: true, NextKeyMarker: written(end.key, EncodingType), NextVersionIdMarker: end.version.id }
          : { IsTruncated: false }),
      };
    },
    GetBucketVersioningCommand: () => ({ Status: "Enabled" }),
  };
  const s3: MemoryS3 = {
    client: {
      // What lib-storage asks a client for.
      config: {
        requestChecksumCalculation: async () => "WHEN_REQUIRED",
        requestHandler: {},
        endpoint: async () => ({ protocol: "http:", hostname: "memory" }),
      },
      send: async (command: { input: Input; constructor: { name: string } }) => {
        const { name } = command.constructor;
        s3.onCommand?.(name, command.input);
        const run = commands[name];
        if (run === undefined) throw new Error(`memoryS3 has no ${name}.`);
        return run(command.input);
      },
    } as unknown as S3Client,
    uploads,
    text: (bucket, key) => versionsOf(bucket, key)[0]?.body?.toString("utf8"),
    bytes: (bucket, key) => versionsOf(bucket, key)[0]?.body,
    about: (bucket, key) => versionsOf(bucket, key)[0],
    keys: (bucket, prefix = "") => keysOf(bucket, prefix),
    put: (bucket, key, body, more = {}) => add(bucket, key, Buffer.from(body), more),
    remove: (bucket, key, at) => void add(bucket, key, undefined, at ? { at } : {}),
  };
  return s3;
}
