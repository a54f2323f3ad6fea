/** `npm run build`: the handlers as zips in dist/, byte for byte the same for the same source. */

import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { zipSync } from "fflate";
import { allHandlers, bundleHandlers } from "../refresh/functions.ts";
import { parseOrExit } from "./options/parse-or-exit.ts";

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
/** The zip format counts from 1980; a fixed moment keeps the bytes the same. */
const moment = new Date(1980, 0, 1, 0, 0, 0);

/** Runs the command; gives its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const command = new Command("npm run build --").description("Bundles every handler into deterministic zips in dist/, for Terraform.");
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;
  try {
    const zips = await zipHandlers();
    mkdirSync(dist, { recursive: true });
    for (const [name, zip] of zips) {
      writeFileSync(join(dist, `${name}.zip`), zip);
      const sum = createHash("sha256").update(zip).digest("hex");
      process.stdout.write(`dist/${name}.zip ${zip.length} bytes, sha256 ${sum}\n`);
    }
    return 0;
  } catch (error) {
    process.stderr.write(`The build failed: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

/** Every handler's zip, by its name. @throws Error (esbuild's) when a handler does not compile */
export async function zipHandlers(): Promise<ReadonlyMap<string, Uint8Array>> {
  const folder = mkdtempSync(join(tmpdir(), "refresh-build-"));
  try {
    const files = await bundleHandlers(folder, { names: allHandlers(), minify: true });
    const zipped = (file: string): Uint8Array =>
      zipSync({ "index.mjs": [readFileSync(file), { mtime: moment, level: 9, os: 3, attrs: 0o644 << 16 }] });
    return new Map([...files].map(([name, file]) => [name, zipped(file)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
