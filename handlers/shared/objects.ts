/** Objects as texts, JSON and streams: the small things that every handler does with S3. */
import type { Readable } from "node:stream";
import { DeleteObjectsCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";

type S3 = Pick<S3Client, "send">;

/** An object of a listing. */
export interface Listed {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
}

/**
 * What CopyObject and UploadPartCopy take as source: the key's characters are escaped, its slashes are not.
 *
 * @example
 * ```ts
 * copySource("data", "billing/a+b.csv", "v1"); // "data/billing/a%2Bb.csv?versionId=v1"
 * ```
 */
export function copySource(bucket: string, key: string, version = ""): string {
  const path = `${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
  return version === "" ? path : `${path}?versionId=${encodeURIComponent(version)}`;
}

/** Whether an error of S3 says that there is no such object. */
export function isMissing(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return name === "NoSuchKey" || name === "NotFound" || name === "NoSuchVersion" || $metadata?.httpStatusCode === 404;
}

/** The object's body as a stream. */
export async function openObject(s3: S3, Bucket: string, Key: string): Promise<Readable> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Body as Readable;
}

/** The object as text; undefined when it does not exist. */
export async function readTextIfThere(s3: S3, Bucket: string, Key: string): Promise<string | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return await Body?.transformToString("utf-8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The object as text. @throws Error naming bucket and key when it does not exist */
export async function readText(s3: S3, Bucket: string, Key: string): Promise<string> {
  const text = await readTextIfThere(s3, Bucket, Key);
  if (text === undefined) throw new Error(`There is no object ${Key} in ${Bucket}; an earlier state of the run has to write it.`);
  return text;
}

/** The object as JSON. @throws Error naming bucket and key when it does not exist */
export async function readJson(s3: S3, Bucket: string, Key: string): Promise<unknown> {
  return JSON.parse(await readText(s3, Bucket, Key)) as unknown;
}

/** The object's lines, one after another, without holding it in memory; empty ones are left out. */
export async function* readLines(s3: S3, Bucket: string, Key: string): AsyncGenerator<string> {
  // readline ends lines at U+2028 and U+2029 too, which a key may have.
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of await openObject(s3, Bucket, Key)) {
    const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") yield line;
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}

/** Writes a text, a buffer; of `application/json` unless the type says otherwise. */
export async function writeObject(
  s3: S3,
  Bucket: string,
  Key: string,
  Body: string | Uint8Array,
  ContentType = "application/json",
): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType }));
}

/** Writes JSON, readable. */
export async function writeJson(s3: S3, bucket: string, key: string, value: unknown): Promise<void> {
  await writeObject(s3, bucket, key, `${JSON.stringify(value, null, 2)}\n`);
}

/** Writes JSON lines. */
export async function writeLines(s3: S3, bucket: string, key: string, values: readonly unknown[]): Promise<void> {
  await writeObject(s3, bucket, key, values.map((value) => `${JSON.stringify(value)}\n`).join(""), "application/x-ndjson");
}

/** One page of the objects below a prefix, in the order of their keys. */
export async function listPage(
  s3: S3,
  Bucket: string,
  Prefix: string,
  after: { readonly token?: string | undefined; readonly startAfter?: string | undefined; readonly most?: number } = {},
): Promise<{ objects: Listed[]; next: string | undefined }> {
  const page = await s3.send(
    new ListObjectsV2Command({
      Bucket,
      Prefix,
      MaxKeys: after.most ?? 1000,
      ...(after.token ? { ContinuationToken: after.token } : {}),
      ...(after.startAfter ? { StartAfter: after.startAfter } : {}),
    }),
  );
  const objects = (page.Contents ?? []).map(({ Key = "", Size = 0, ETag = "" }) => ({ key: Key, size: Size, etag: ETag }));
  return { objects, next: page.IsTruncated ? page.NextContinuationToken : undefined };
}

/** All objects below a prefix (those behind `startAfter`), page by page. */
export async function* listObjects(s3: S3, bucket: string, prefix: string, startAfter?: string): AsyncGenerator<Listed> {
  let token: string | undefined;
  do {
    const { objects, next } = await listPage(s3, bucket, prefix, { token, startAfter });
    yield* objects;
    token = next;
  } while (token !== undefined);
}

/** Deletes objects (or versions of them), 1,000 a request. @throws Error when S3 keeps one, naming the first */
export async function deleteObjects(s3: S3, Bucket: string, objects: readonly { Key: string; VersionId?: string }[]): Promise<void> {
  for (let i = 0; i < objects.length; i += 1000) {
    const { Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: objects.slice(i, i + 1000), Quiet: true } }));
    const [first] = Errors ?? [];
    if (first !== undefined) throw new Error(`S3 did not delete ${Errors?.length ?? 0} objects of ${Bucket}: ${first.Code ?? "unknown"}.`);
  }
}
