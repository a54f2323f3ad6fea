/** Brings one object into the staging bucket: copied server-side, or masked on its way. */
import type { Readable } from "node:stream";
import { CopyObjectCommand, GetObjectCommand, type GetObjectCommandOutput } from "@aws-sdk/client-s3";
import type { MaskingKeys } from "../masking/engine/index.ts";
import { MaskingValueError } from "../masking/engine/index.ts";
import { type FormatCounters, FormatError, HoldError } from "../masking/formats/index.ts";
import type { FingerprintSet } from "../masking/prove/index.ts";
import { type Rules, tablesOfKey } from "../masking/rules/index.ts";
import { staging } from "../shared/layout.ts";
import { isMissing } from "../shared/objects.ts";
import { uploadStream } from "../shared/upload.ts";
import type { SyncContext } from "./context.ts";
import type { ManifestLine } from "./manifest.ts";
import { type BodyFacts, maskBody } from "./mask-body.ts";
import { maskMetadata, systemMetadata } from "./metadata.ts";
import type { KeyMasker } from "./object-keys.ts";
import { extensionOf } from "./routes.ts";
import { isChanged, isDenied } from "./task-errors.ts";

/** What a batch shares. */
export interface CopyBatch {
  readonly context: SyncContext;
  readonly runId: string;
  readonly rules: Rules;
  readonly keys: MaskingKeys;
  readonly originals: FingerprintSet;
  readonly keyMasker: (service: string) => KeyMasker;
}

/** What became of an object. */
export type Copied =
  | { readonly became: "copied" }
  | {
      readonly became: "masked";
      readonly counters: FormatCounters;
      readonly droppedMetadata: readonly string[];
      readonly keyChanged: boolean;
    }
  | { readonly became: "dropped"; readonly why: string }
  | { readonly became: "held"; readonly why: string };

/** The listed version of an object is no longer there. */
export class SourceChangedError extends Error {
  override readonly name = "SourceChangedError";
}

/**
 * Copies or masks one object.
 *
 * @throws SourceChangedError when a listed version is gone or another one
 */
export async function copyObject(batch: CopyBatch, object: ManifestLine): Promise<Copied> {
  if (object.route === "drop") return { became: "dropped", why: "no rule declares its prefix harmless, and it is neither JSON nor CSV" };
  try {
    return object.route === "copy" ? await copyAsIs(batch, object) : await copyMasked(batch, object, object.route);
  } catch (error) {
    if (error instanceof FormatError)
      return { became: "dropped", why: `it is no ${object.route === "csv" ? "CSV" : "JSON lines"}: ${error.message}` };
    if (error instanceof MaskingValueError) return { became: "dropped", why: error.message };
    if (error instanceof HoldError) return { became: "held", why: error.message };
    if (object.version === "" && isMissing(error)) return { became: "dropped", why: "it was deleted in production after it was listed" };
    if (isMissing(error) || isChanged(error))
      throw new SourceChangedError("A listed version is no longer there: production's lifecycle rules expire versions too early.");
    throw error;
  }
}

async function copyAsIs({ context, runId }: CopyBatch, object: ManifestLine): Promise<Copied> {
  const { PROD_DATA_BUCKET, STAGING_BUCKET } = context.variables;
  const source = `${PROD_DATA_BUCKET}/${object.key.split("/").map(encodeURIComponent).join("/")}`;
  const key = staging.object(runId, object.key);
  try {
    await context.clients.production().s3.send(
      new CopyObjectCommand({
        Bucket: STAGING_BUCKET,
        Key: key,
        CopySource: object.version === "" ? source : `${source}?versionId=${encodeURIComponent(object.version)}`,
        ...(object.version === "" ? {} : { CopySourceIfMatch: object.etag }),
        MetadataDirective: "COPY",
        TaggingDirective: "REPLACE",
      }),
    );
  } catch (error) {
    if (!isDenied(error) && (error as Error).name !== "InvalidRequest") throw error;
    // The reader role may not write here, or the object is larger than the 5 GB of one copy: it streams through this function.
    const read = await readObject(context, object);
    await uploadStream(context.clients.s3, {
      bucket: STAGING_BUCKET,
      key,
      body: read.Body as Readable,
      size: object.size,
      ...systemMetadata(read),
      ...(read.ContentEncoding ? { ContentEncoding: read.ContentEncoding } : {}),
      Metadata: read.Metadata ?? {},
    });
  }
  return { became: "copied" };
}

async function copyMasked(
  { context, runId, rules, keys, originals, keyMasker }: CopyBatch,
  object: ManifestLine,
  route: "ndjson" | "csv",
): Promise<Copied> {
  const { service } = object;
  const read = await readObject(context, object);
  const facts: BodyFacts = {
    route,
    size: object.size,
    document: extensionOf(object.key) === "json",
    gzip: read.ContentEncoding === "gzip",
  };
  const options = {
    keys,
    rules,
    service,
    table: tablesOfKey(object.key),
    store: route === "csv" ? ("csv" as const) : ("json" as const),
    originals,
  };
  const { body, fields } = await maskBody(read.Body as Readable, facts, options);
  const { metadata, dropped } = maskMetadata(read.Metadata, { key: object.key, service, rules, keys });
  const target = keyMasker(service).mask(object.key);
  const about = { ...systemMetadata(read), ...(facts.gzip ? { ContentEncoding: "gzip" } : {}), Metadata: metadata };
  const key = staging.object(runId, target.key);
  const { STAGING_BUCKET } = context.variables;
  await uploadStream(context.clients.s3, { bucket: STAGING_BUCKET, key, body, size: object.size, ...about });
  return { became: "masked", counters: fields.counters, droppedMetadata: dropped, keyChanged: target.changed };
}

// Without versions the object that is there now is the one to take, even when it is newer than the list.
async function readObject(context: SyncContext, { key, version, etag }: ManifestLine): Promise<GetObjectCommandOutput> {
  const pinned = version === "" ? {} : { VersionId: version, IfMatch: etag };
  return context.clients.production().s3.send(new GetObjectCommand({ Bucket: context.variables.PROD_DATA_BUCKET, Key: key, ...pinned }));
}
