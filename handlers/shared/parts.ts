/** Part reports: what one piece of the work did, written again under the same name when the piece is repeated. */
import { createHash } from "node:crypto";
import type { S3Client } from "@aws-sdk/client-s3";
import type { FormatCounters } from "../masking/formats/index.ts";
import { safeName } from "../masking/plan/index.ts";
import { type Store, staging } from "./layout.ts";
import { listObjects, readJson, writeJson } from "./objects.ts";
import { PartReport, type Undeclared } from "./reports.ts";

type S3 = Pick<S3Client, "send">;

/** A part's name from the name of what it worked on, which may hold what no name should. */
export const partName = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex").slice(0, 16);

/** A report that counts nothing yet. */
export function emptyPart(store: Store, service: string, table = ""): PartReport {
  return {
    schemaVersion: 1,
    store,
    service,
    table,
    copied: 0,
    masked: 0,
    dropped: 0,
    bytes: 0,
    read: 0,
    written: 0,
    unchanged: 0,
    undeclared: [],
  };
}

/** Writes the report of a part. */
export async function writePart(s3: S3, bucket: string, runId: string, part: string, report: PartReport): Promise<void> {
  await writeJson(s3, bucket, staging.part(runId, report.store, part), PartReport.parse(report));
}

/** All part reports of a run, or of one of its stores. */
export async function readParts(s3: S3, bucket: string, runId: string, store?: Store): Promise<PartReport[]> {
  const reports: PartReport[] = [];
  for await (const { key } of listObjects(s3, bucket, staging.parts(runId, store))) {
    reports.push(PartReport.parse(await readJson(s3, bucket, key)));
  }
  return reports;
}

const mostPlaces = 500;

/** What the maskers found undeclared, as the report says it: names that look like data are written as `*`. */
export function undeclaredOf(counters: FormatCounters, about: { service: string; store: Store; table: string }): Undeclared[] {
  const { service, store, table } = about;
  const found = new Map<string, Undeclared>();
  for (const [path, { action }] of counters.undeclared) {
    if (action === "rule" || action === "pass") continue;
    const names = path.split(".").map(safeName);
    const place = `${table}${store === "s3" ? " " : "."}${names.join(".")}`.slice(0, 400);
    if (found.size < mostPlaces) found.set(place, { service, store, place, action, why: "no rule declares it" });
  }
  return [...found.values()];
}

/** Undeclared places, each once with each reason, in order. */
export function uniqueUndeclared(all: readonly Undeclared[]): Undeclared[] {
  const byPlace = new Map(all.map((one) => [`${one.store}\u0000${one.service}\u0000${one.place}\u0000${one.action}\u0000${one.why}`, one]));
  return [...byPlace].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
