/** The PostgreSQL servers at hand: that of the packages, and those that the system or the environment has. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { embeddedBin } from "../../support/postgres.ts";

/** A server's programs and its major version. */
export interface Server {
  readonly bin: string;
  readonly major: number;
}

/** Debian's place for the servers of all versions. */
const debian = "/usr/lib/postgresql";

/**
 * The folders named in POSTGRES_BINS (separated as PATH is), the system's, and the packages' own, one of each major version.
 * The server of the packages is always among them.
 */
export function servers(): readonly Server[] {
  const named = (process.env.POSTGRES_BINS ?? "").split(path.delimiter);
  const installed = existsSync(debian) ? readdirSync(debian).map((version) => path.join(debian, version, "bin")) : [];
  const found = [embeddedBin, ...named, ...installed].filter((bin) => bin !== "" && existsSync(path.join(bin, "postgres")));
  const byMajor = new Map<number, Server>();
  for (const bin of found) {
    const major = majorOf(bin);
    if (!byMajor.has(major)) byMajor.set(major, { bin, major });
  }
  return [...byMajor.values()];
}

function majorOf(bin: string): number {
  const version = execFileSync(path.join(bin, "postgres"), ["--version"], { encoding: "utf8" });
  return Number(/ ([0-9]+)\./.exec(version)?.[1]);
}

/** A database whose text compares in another way; null for one that this version cannot make. */
export const databases: readonly { readonly name: string; readonly since: number; readonly create: string }[] = [
  { name: "plain", since: 13, create: "LOCALE 'C'" },
  { name: "utf8", since: 13, create: "LOCALE 'C.UTF-8'" },
  { name: "turkish", since: 15, create: "LOCALE_PROVIDER icu ICU_LOCALE 'tr-TR' LOCALE 'C'" },
  { name: "builtin", since: 17, create: "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'" },
];
