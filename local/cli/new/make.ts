/** Puts new files into the project, builds its artifacts, and takes everything back when they do not build. */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildArtifacts, staleFiles, writeAll } from "../artifacts/index.ts";

/** The folders above the files that are not there yet, outermost first. */
function missingFolders(paths: Iterable<string>): readonly string[] {
  const missing = new Set<string>();
  for (const path of paths) {
    const above: string[] = [];
    for (let folder = dirname(path); !existsSync(folder); folder = dirname(folder)) above.unshift(folder);
    for (const folder of above) missing.add(folder);
  }
  return [...missing];
}

/**
 * Writes the files (paths from the project's folder → text) and every artifact.
 *
 * @returns what was written, or the problems, when nothing was
 * @throws the file system's error; nothing has changed then
 */
export async function make(
  root: string,
  files: ReadonlyMap<string, string>,
): Promise<{ readonly written: readonly string[]; readonly problems: readonly string[] }> {
  const absolute = new Map([...files].map(([path, text]) => [join(root, path), text]));
  const folders = missingFolders(absolute.keys());
  const takeBack = (): void => {
    for (const path of absolute.keys()) rmSync(path, { force: true });
    for (const folder of [...folders].reverse()) rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const folder of folders) mkdirSync(folder, { recursive: true });
    writeAll(absolute);
    const built = await buildArtifacts(root);
    if (built.problems.length > 0) {
      takeBack();
      return { written: [], problems: built.problems };
    }
    const stale = staleFiles(built.files);
    writeAll(new Map([...built.files].filter(([path]) => stale.includes(path))));
    return { written: [...absolute.keys(), ...stale], problems: [] };
  } catch (error) {
    takeBack();
    throw error;
  }
}
