/** Where reports lie: `<prefix><date>/<validation>.json` and `.html`, and `latest` beside the dates; the parts of a validation below it. */
import type { S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { readJson, writeJson, writeObject } from "../../shared/objects.ts";
import { Finding } from "../finding.ts";
import { driftPage } from "./page.ts";
import type { DriftReport } from "./report.ts";

/** The bucket and the prefix of an environment's reports. */
export interface Place {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly prefix: string;
}

/** What one call has found, when a validation takes several. */
export const Part = z.object({ findings: z.array(Finding), resources: z.int(), fields: z.int() });
export type Part = z.infer<typeof Part>;

/** Key of a validation's JSON report. */
export function reportKey({ prefix }: Pick<Place, "prefix">, validation: string): string {
  const date = `${validation.slice(0, 4)}-${validation.slice(4, 6)}-${validation.slice(6, 8)}`;
  return `${prefix}${date}/${validation}.json`;
}

const partKey = (place: Place, validation: string, part: number): string =>
  `${reportKey(place, validation).replace(/\.json$/, "")}/part-${part}.json`;

/** Writes down what a call has found; the same call again overwrites it. */
export async function writePart(place: Place, validation: string, number: number, part: Part): Promise<void> {
  await writeJson(place.s3, place.bucket, partKey(place, validation, number), part);
}

/** What the calls so far have found. */
export async function readParts(place: Place, validation: string, count: number): Promise<Part[]> {
  const parts: Part[] = [];
  for (let number = 0; number < count; number++)
    parts.push(Part.parse(await readJson(place.s3, place.bucket, partKey(place, validation, number))));
  return parts;
}

/** Writes the report and its page, and both again as the latest; gives the key of the JSON. */
export async function writeReport(place: Place, report: DriftReport): Promise<string> {
  const key = reportKey(place, report.validation);
  const page = driftPage(report);
  for (const name of [key, `${place.prefix}latest.json`]) {
    await writeJson(place.s3, place.bucket, name, report);
    await writeObject(place.s3, place.bucket, name.replace(/\.json$/, ".html"), page, "text/html; charset=utf-8");
  }
  return key;
}
