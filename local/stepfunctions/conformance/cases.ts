/** The recorded cases of a folder, and a share of them that is the same on every run. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject } from "../json.ts";

export interface RecordedCase {
  readonly id: string;
  readonly group: string;
  /** Seconds that it waits when time isn't scaled. */
  readonly waitSeconds: number;
  /** What was aborted, and when, depended on timing on AWS as well. */
  readonly racy: boolean;
}

/** Every case in `folder` and the folders below it; an empty list when there is no such folder. */
export function findCases(folder: string): RecordedCase[] {
  return jsonFiles(folder).flatMap((file) => {
    const content: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (!isObject(content) || typeof content.id !== "string" || typeof content.group !== "string") return [];
    const racy = Array.isArray(content.flags) && content.flags.includes("racy");
    return [{ id: content.id, group: content.group, waitSeconds: Number(content.waitSeconds ?? 0), racy }];
  });
}

/**
 * `count` of the cases that don't wait and don't depend on timing, chosen by the seed.
 *
 * @example
 * shareOf(findCases("../shared/conformance/cases"), 100, "nightly");
 */
export function shareOf(cases: readonly RecordedCase[], count: number, seed: string): RecordedCase[] {
  const rank = ({ id }: RecordedCase): string => createHash("sha256").update(`${seed}\n${id}`).digest("hex");
  return cases
    .filter(({ waitSeconds, racy }) => waitSeconds === 0 && !racy)
    .map((recorded) => ({ recorded, order: rank(recorded) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .slice(0, count)
    .map(({ recorded }) => recorded);
}

function jsonFiles(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return jsonFiles(path);
        return entry.name.endsWith(".json") ? [path] : [];
      })
      .sort();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
