/** Masks an object on its way from production into the staging bucket: body, metadata, tags. */
import type { Readable } from "node:stream";
import { maskStream } from "../masking/formats/index.ts";
import type { FingerprintSet } from "../masking/prove/index.ts";
import { tablesOfKey } from "../masking/rules/index.ts";
import { staging } from "../shared/layout.ts";
import { undeclaredOf } from "../shared/parts.ts";
import { uploadStream } from "../shared/upload.ts";
import { bodyProblem, compressionOf } from "./body-facts.ts";
import type { CopyBatch } from "./copy-object.ts";
import type { ManifestLine } from "./manifest.ts";
import { droppedHeaders, keptHeaders, maskMetadata, maskTags } from "./metadata.ts";
import { type Outcome, outcome, undeclaredAt, unreadTags } from "./outcome.ts";
import { placeOf } from "./places.ts";
import { readObject, readTags } from "./read-object.ts";
import type { BodyFormat } from "./routes.ts";

/** @throws FormatError, HoldError and MaskingValueError as the maskers do; ReadDeniedError; S3's errors as they are */
export async function copyMasked(
  { context, runId, rules, keys }: CopyBatch,
  object: ManifestLine,
  format: BodyFormat,
  target: string,
  originals: FingerprintSet,
): Promise<Outcome> {
  const { key, service, size } = object;
  const place = placeOf(key);
  const say = (what: string, why: string) => undeclaredAt(service, what === "" ? place : `${place} ${what}`, "drop", why);
  const read = await readObject(context, object);
  const compression = compressionOf(object, read.ContentEncoding);
  const problem = bodyProblem(object, compression);
  if (problem !== undefined) {
    (read.Body as Readable).destroy();
    return outcome("dropped", [say("", problem)]);
  }
  const about = { key, service, rules, keys, originals };
  const tags = (read.TagCount ?? 0) > 0 ? await readTags(context, object) : [];
  const stream = maskStream(format, { ...about, table: tablesOfKey(key), compression });
  const metadata = maskMetadata(read.Metadata, about);
  const { tagging, dropped, matched } = maskTags(tags ?? [], about);
  await uploadStream(context.clients.s3, {
    bucket: context.variables.STAGING_BUCKET,
    key: staging.object(runId, target),
    body: stream.mask(read.Body as Readable),
    size,
    ...keptHeaders(read),
    ...(compression === undefined || read.ContentEncoding === undefined ? {} : { ContentEncoding: compression }),
    Metadata: metadata.metadata,
    ...(tagging === undefined ? {} : { Tagging: tagging }),
  });
  const undeclared = [
    ...[...metadata.dropped, ...dropped, ...droppedHeaders(read)].map(({ name, why }) => say(name, why)),
    ...(tags === undefined ? [unreadTags(service, place)] : []),
    ...undeclaredOf(stream.counters, { service, store: "s3", table: place }),
  ];
  const { unchanged, byRule } = stream.counters;
  return { ...outcome("masked", undeclared), unchanged, matched: [...byRule.keys(), ...metadata.matched, ...matched] };
}
