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

export interface Made {
  /** Absolute paths of everything that was written. */
  readonly written: readonly string[];
  /** Why nothing was. */
  readonly problems: readonly string[];
}

/** Files by path from the project's folder → text; a function is asked when those before it are there and build. */
export type Batch = ReadonlyMap<string, string> | (() => Promise<ReadonlyMap<string, string>>);

/**
 * Writes the files, batch after batch, and in the end every artifact.
 *
 * @throws the file system's error, or what a batch throws; nothing has changed then
 */
export async function make(root: string, batches: readonly Batch[]): Promise<Made> {
  const made: string[] = [];
  const folders: string[] = [];
  const takeBack = (): void => {
    for (const path of made) rmSync(path, { force: true });
    for (const folder of [...folders].reverse()) rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const [index, batch] of batches.entries()) {
      const files = new Map([...(typeof batch === "function" ? await batch() : batch)].map(([path, text]) => [join(root, path), text]));
      const missing = missingFolders(files.keys());
      folders.push(...missing);
      for (const folder of missing) mkdirSync(folder, { recursive: true });
      made.push(...files.keys());
      writeAll(files);
      const built = await buildArtifacts(root);
      if (built.problems.length > 0) {
        takeBack();
        return { written: [], problems: built.problems };
      }
      if (index < batches.length - 1) continue;
      const stale = staleFiles(built.files);
      writeAll(new Map([...built.files].filter(([path]) => stale.includes(path))));
      made.push(...stale);
    }
    return { written: made, problems: [] };
  } catch (error) {
    takeBack();
    throw error;
  }
}
