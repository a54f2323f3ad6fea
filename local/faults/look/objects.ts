/** Searches every version of every object in the test account's buckets: key, metadata, tags, content. */
import { gunzipSync } from "node:zlib";
import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectVersion,
  type S3Client,
} from "@aws-sdk/client-s3";
import { inParallel } from "../../refresh/seed/in-parallel.ts";
import type { CanarySearch, Hit } from "../canaries/index.ts";

const AT_ONCE = 6;

/** Looks again and again; a version that was clean is not read twice. */
export class ObjectLook {
  readonly #s3: S3Client;
  readonly #search: CanarySearch;
  readonly #clean = new Set<string>();

  constructor(s3: S3Client, search: CanarySearch) {
    this.#s3 = s3;
    this.#search = search;
  }

  /** @param except - buckets that are another account's: moto lists all of them */
  async hits(except: readonly string[]): Promise<Hit[]> {
    const { Buckets = [] } = await this.#s3.send(new ListBucketsCommand({}));
    const hits: Hit[] = [];
    for (const { Name: Bucket = "" } of Buckets) {
      if (except.includes(Bucket)) continue;
      for await (const versions of versionsIn(this.#s3, Bucket))
        await inParallel(AT_ONCE, versions, async (version) => void hits.push(...(await this.#versionHits(Bucket, version))));
    }
    return hits;
  }

  async #versionHits(Bucket: string, { Key, VersionId, ETag, LastModified }: ObjectVersion): Promise<Hit[]> {
    const known = [Bucket, Key, VersionId, ETag, LastModified?.getTime()].join(" ");
    if (Key === undefined || this.#clean.has(known)) return [];
    const at = { Bucket, Key, ...(VersionId === undefined || VersionId === "null" ? {} : { VersionId }) };
    let answer: { readonly body: Buffer; readonly labels: unknown };
    try {
      answer = await this.#read(at);
    } catch (error) {
      // Deleted since it was listed.
      if (error instanceof Error && /^(?:NoSuchKey|NoSuchVersion|NotFound)$/.test(error.name)) return [];
      throw error;
    }
    const found = (bytes: Uint8Array, part: string): Hit[] =>
      this.#search.in(bytes).map((place) => ({ place, where: `bucket ${Bucket}, ${part} of an object of ${area(Key)}` }));
    const hits = [
      ...found(Buffer.from(Key), "key"),
      ...found(Buffer.from(JSON.stringify(answer.labels)), "metadata"),
      ...found(plain(answer.body), "content"),
    ];
    if (hits.length === 0) this.#clean.add(known);
    return hits;
  }

  async #read(at: { Bucket: string; Key: string; VersionId?: string }): Promise<{ body: Buffer; labels: unknown }> {
    const { Body, Metadata, TagCount = 0 } = await this.#s3.send(new GetObjectCommand(at));
    const body = Buffer.from((await Body?.transformToByteArray()) ?? new Uint8Array());
    const tags = TagCount > 0 ? (await this.#s3.send(new GetObjectTaggingCommand(at))).TagSet : [];
    return { body, labels: [Metadata, tags] };
  }
}

async function* versionsIn(s3: S3Client, Bucket: string): AsyncGenerator<readonly ObjectVersion[]> {
  let KeyMarker: string | undefined;
  let VersionIdMarker: string | undefined;
  do {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket, ...(KeyMarker && { KeyMarker }), ...(VersionIdMarker && { VersionIdMarker }) }),
    );
    yield page.Versions ?? [];
    KeyMarker = page.IsTruncated === true ? page.NextKeyMarker : undefined;
    VersionIdMarker = page.NextVersionIdMarker;
  } while (KeyMarker !== undefined);
}

/** A key may be what leaks: only its first parts are told. */
const area = (key: string): string =>
  key
    .split("/")
    .slice(0, 3)
    .join("/")
    .replaceAll(/[^/]*@[^/]*/g, "…");

const plain = (bytes: Buffer): Buffer => (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes);
