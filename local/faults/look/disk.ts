/** Searches the files of every PostgreSQL data directory, and whatever else the local AWS has on disk. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { CanarySearch, Hit } from "../canaries/index.ts";

/** Larger files are searched piece by piece, with an overlap longer than any canary. */
const PIECE = 16 * 1024 * 1024;
const OVERLAP = 4_096;

/** Looks at a folder again and again; a file that has not changed since it was found clean is not read twice. */
export class DiskLook {
  readonly #folder: string;
  readonly #search: CanarySearch;
  readonly #clean = new Map<string, string>();

  constructor(folder: string, search: CanarySearch) {
    this.#folder = folder;
    this.#search = search;
  }

  /** The folders in which a canary lies now: production's own, when nothing but production has been made. */
  foldersWithCanaries(): ReadonlySet<string> {
    return new Set(this.hits(new Set()).map(({ where }) => folderOf(where)));
  }

  /** What is found in all files but those of the given folders. */
  hits(except: ReadonlySet<string>): Hit[] {
    const hits: Hit[] = [];
    for (const file of filesIn(this.#folder)) {
      const where = `file ${relative(this.#folder, file)}`;
      if (except.has(folderOf(where))) continue;
      hits.push(...this.#searchFile(file).map((place) => ({ place, where })));
    }
    return hits;
  }

  #searchFile(file: string): readonly string[] {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat === undefined) return [];
    const state = `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
    if (this.#clean.get(file) === state) return [];
    let bytes: Buffer;
    try {
      bytes = readFileSync(file);
    } catch (error) {
      // A server takes files away while we look.
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
    const found = new Set<string>();
    for (let from = 0; from < bytes.length; from += PIECE - OVERLAP)
      for (const place of this.#search.in(bytes.subarray(from, from + PIECE))) found.add(place);
    if (found.size === 0) this.#clean.set(file, state);
    return [...found];
  }
}

/** `file rds/data-3/base/5/16384` → `rds/data-3`. */
const folderOf = (where: string): string => where.slice("file ".length).split("/").slice(0, 2).join("/");

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
