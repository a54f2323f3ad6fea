/** Node modules, exactly as the lock file says. */
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { runProgram } from "./run-program.mjs";
import { SetupError } from "./setup-error.mjs";

const stampFile = (root) => join(root, "node_modules", ".setup-stamp");

/** What the installation depends on: the lock file and the platform that it was made for. */
function stamp(root) {
  const lock = readFileSync(join(root, "package-lock.json"));
  return `${createHash("sha256").update(lock).digest("hex")} ${process.platform}-${process.arch}`;
}

/** Whether node_modules was installed from this lock file; one that npm made by hand from the same lock counts, too. */
export function nodeModulesAreCurrent(root) {
  if (!existsSync(join(root, "node_modules"))) return false;
  if (existsSync(stampFile(root))) return readFileSync(stampFile(root), "utf8") === stamp(root);
  if (!matchesLock(root)) return false;
  writeFileSync(stampFile(root), stamp(root));
  return true;
}

/** Compares npm's own record of what it installed with the lock file. */
function matchesLock(root) {
  const installedFile = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages ?? {};
  const installed = JSON.parse(readFileSync(installedFile, "utf8")).packages ?? {};
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = installed[path];
    return found ? found.version === entry.version && found.integrity === entry.integrity : entry.optional === true;
  });
}

/** Runs `npm ci`, development tools included. */
export async function installNodeModules(root, say) {
  // npm would empty the folder behind the link.
  if (lstatSync(join(root, "node_modules"), { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new SetupError(`${join(root, "node_modules")} is a link to modules of another lock file. Remove the link and try again.`, 1);
  }
  say("Installing node modules from package-lock.json; the first time takes a minute or two…");
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  const code = npm?.endsWith(".js") ? await runProgram(process.execPath, [npm, ...args], root) : await runProgram("npm", args, root);
  if (code === 127) throw new SetupError("npm is needed and was not found: install Node from https://nodejs.org, npm comes with it.", 2);
  if (code !== 0) throw new SetupError(`"npm ci" failed with exit code ${code}; its messages stand above.`, 1);
  writeFileSync(stampFile(root), stamp(root));
}
