/** Masks an object on its way from production into the staging bucket: body, metadata, tags. */
import type { Readable } from "node:stream";
import type { FingerprintSet } from "../masking/prove/index.ts";
import { tablesOfKey } from "../masking/rules/index.ts";
import { staging } from "../shared/layout.ts";
import { undeclaredOf } from "../shared/parts.ts";
import { uploadStream } from "../shared/upload.ts";
import type { CopyBatch } from "./copy-object.ts";
import type { ManifestLine } from "./manifest.ts";
import { type BodyFacts, maskBody } from "./mask-body.ts";
import { droppedHeaders, keptHeaders, maskMetadata, maskTags } from "./metadata.ts";
import { type Outcome, outcome, undeclaredAt, unreadTags } from "./outcome.ts";
import { placeOf } from "./places.ts";
import { readObject, readTags } from "./read-object.ts";
import { extensionOf } from "./routes.ts";

/** The largest object that is masked, in bytes: a call has 15 minutes, and masks some 10 MB a second. Packed, it grows about ten times. */
export const mostMasked = { plain: 5 * 1024 ** 3, gzip: 512 * 1024 ** 2 } as const;

/** @throws FormatError, HoldError and MaskingValueError as the maskers do; ReadDeniedError; S3's errors as they are */
export async function copyMasked(
  { context, runId, rules, keys }: CopyBatch,
  object: ManifestLine,
  target: string,
  originals: FingerprintSet,
): Promise<Outcome> {
  const { key, service, size } = object;
  const place = placeOf(key);
  const say = (what: string, why: string) => undeclaredAt(service, what === "" ? place : `${place} ${what}`, "drop", why);
  const read = await readObject(context, object);
  const gzip = read.ContentEncoding === "gzip";
  const most = gzip ? mostMasked.gzip : mostMasked.plain;
  if (size > most) {
    (read.Body as Readable).destroy();
    const limit = `it is larger than ${most / 1024 ** 2} MiB${gzip ? " packed" : ""}, which is what one call can mask`;
    return outcome("dropped", [say("", `${limit}: write it in several objects`)]);
  }
  const route = object.route === "csv" ? "csv" : "ndjson";
  const facts: BodyFacts = { route, document: extensionOf(key) === "json", gzip };
  const about = { key, service, rules, keys, originals };
  const tags = (read.TagCount ?? 0) > 0 ? await readTags(context, object) : [];
  const masked = maskBody(read.Body as Readable, facts, { ...about, table: tablesOfKey(key) });
  const metadata = maskMetadata(read.Metadata, about);
  const { tagging, dropped } = maskTags(tags ?? [], about);
  await uploadStream(context.clients.s3, {
    bucket: context.variables.STAGING_BUCKET,
    key: staging.object(runId, target),
    body: masked.body,
    size,
    ...keptHeaders(read),
    ...(gzip ? { ContentEncoding: "gzip" } : {}),
    Metadata: metadata.metadata,
    ...(tagging === undefined ? {} : { Tagging: tagging }),
  });
  const undeclared = [
    ...[...metadata.dropped, ...dropped, ...droppedHeaders(read)].map(({ name, why }) => say(name, why)),
    ...(tags === undefined ? [unreadTags(service, place)] : []),
    ...undeclaredOf(masked.counters, { service, store: "s3", table: place }),
  ];
  return { ...outcome("masked", undeclared), unchanged: masked.counters.unchanged };
}
