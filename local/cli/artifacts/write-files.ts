/** Writes files so that either all of them are new or none is. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** The paths whose files are absent or have another text. */
export const staleFiles = (files: ReadonlyMap<string, string>): readonly string[] =>
  [...files].filter(([path, text]) => !existsSync(path) || readFileSync(path, "utf8") !== text).map(([path]) => path);

/**
 * Writes beside the targets first and renames at the end, so that a full disk or a missing right leaves the old files.
 *
 * @throws the file system's error; nothing has changed then
 */
export function writeAll(files: ReadonlyMap<string, string>): void {
  const temporary = [...files.keys()].map((path) => [`${path}.${process.pid}.tmp`, path] as const);
  try {
    for (const [beside, path] of temporary) writeFileSync(beside, files.get(path) ?? "");
    for (const [beside, path] of temporary) renameSync(beside, path);
  } finally {
    for (const [beside] of temporary) rmSync(beside, { force: true });
  }
}
