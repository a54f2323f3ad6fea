/** What became of a batch's objects so far: a batch that was killed goes on where its last entries say. */
import type { S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { FingerprintSet } from "../masking/prove/index.ts";
import { readFingerprints, writeFingerprints } from "../shared/fingerprints.ts";
import { quarantine } from "../shared/layout.ts";
import { listObjects, readLines, writeLines } from "../shared/objects.ts";
import type { ManifestLine } from "./manifest.ts";
import { Outcome } from "./outcome.ts";

const Entry = z.object({ key: z.string(), version: z.string(), etag: z.string(), outcome: Outcome });
type Entry = z.infer<typeof Entry>;

/** The journal of one batch. */
export interface Journal {
  /** What became of the object, when this version of it with this ETag has been worked on. */
  find(object: ManifestLine): Outcome | undefined;
  /** Adds an object; written with others when enough time or work has passed. */
  add(object: ManifestLine, outcome: Outcome, originals: FingerprintSet): Promise<void>;
  /** Writes what is not written yet. */
  flush(): Promise<void>;
  /** The fingerprints of all objects in it. */
  readonly originals: FingerprintSet;
}

/** Where it is kept, and how much a kill may cost: that much is done again. */
export interface JournalOptions {
  readonly bucket: string;
  readonly runId: string;
  readonly part: string;
  now(): number;
  /** Called before anything is written; it throws when the run has ended and the quarantine is being emptied. */
  beforeWrite(): Promise<void>;
}

/** Work in milliseconds and in bytes of objects after which entries are written. */
const mostUnwritten = { milliseconds: 5_000, bytes: 32 * 1024 * 1024 };

/**
 * Opens the journal of a batch, with the entries of earlier attempts. Small batches never write one: they are done before
 * there is anything worth keeping.
 */
export async function openJournal(s3: S3Client, { bucket, runId, part, now, beforeWrite }: JournalOptions): Promise<Journal> {
  const prefix = quarantine.journal(runId, part);
  const known = new Map<string, Entry>();
  const originals = new FingerprintSet();
  let segments = 0;
  for await (const { key } of listObjects(s3, bucket, prefix)) {
    // The entries are written after their fingerprints: fingerprints alone are those of an attempt that ended in between.
    if (!key.endsWith(".jsonl")) continue;
    segments++;
    for await (const line of readLines(s3, bucket, key)) {
      const entry = Entry.parse(JSON.parse(line));
      known.set(entry.key, entry);
    }
    originals.addAll(FingerprintSet.fromBuffer(await readFingerprints(s3, bucket, key.replace(/\.jsonl$/, ".gz"))));
  }
  let entries: Entry[] = [];
  let fresh = new FingerprintSet();
  let bytes = 0;
  let since = now();
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    if (entries.length === 0) return;
    await beforeWrite();
    const [lines, set] = [entries, fresh];
    entries = [];
    fresh = new FingerprintSet();
    bytes = 0;
    since = now();
    const name = `${prefix}${String(segments++).padStart(6, "0")}`;
    await writeFingerprints(s3, bucket, `${name}.gz`, set);
    await writeLines(s3, bucket, `${name}.jsonl`, lines);
  };
  const flush = (): Promise<void> => {
    writing = writing.then(write);
    return writing;
  };
  return {
    originals,
    find({ key, version, etag }) {
      const entry = known.get(key);
      return entry?.version === version && entry.etag === etag ? entry.outcome : undefined;
    },
    async add({ key, version, etag, size }, outcome, found) {
      const entry = { key, version, etag, outcome };
      known.set(key, entry);
      entries.push(entry);
      fresh.addAll(found);
      originals.addAll(found);
      bytes += size;
      if (bytes >= mostUnwritten.bytes || now() - since >= mostUnwritten.milliseconds) await flush();
    },
    flush,
  };
}
