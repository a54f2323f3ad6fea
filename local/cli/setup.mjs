/** Brings what a fresh clone lacks: node modules from the lock file, and moto and boto3 in a virtual environment. Needs nothing but Node. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "./setup/lock.mjs";
import { installNodeModules, nodeModulesAreCurrent } from "./setup/node-modules.mjs";
import { findPython } from "./setup/python.mjs";
import { hydrateSymlinks, missingSymlinks } from "./setup/symlinks.mjs";
import { installVenv, venvIsCurrent, venvPython } from "./setup/venv.mjs";

export { nearestName } from "./setup/nearest-name.mjs";
export { nodeProblem } from "./setup/node-version.mjs";
export { SetupError } from "./setup/setup-error.mjs";

/**
 * Installs what is missing, and nothing else; two callers at once wait for each other.
 *
 * @param options root: the project's folder; python: whether the command needs the virtual environment; say: takes a line for people
 * @returns the virtual environment's interpreter, when asked for
 * @throws SetupError with exit code 2 (Python missing or too old) or 1 (an installation failed)
 */
export async function setUp({ root, python, say }) {
  const interpreter = python && !venvIsCurrent(root) ? findPython() : undefined;
  const current = () => nodeModulesAreCurrent(root) && missingSymlinks(root).length === 0 && (!python || venvIsCurrent(root));
  if (!current()) {
    mkdirSync(join(root, ".cache"), { recursive: true });
    await withLock(join(root, ".cache", "setup.lock"), say, async () => {
      // Somebody else may have installed it all while this process waited.
      if (!nodeModulesAreCurrent(root)) await installNodeModules(root, say);
      if (missingSymlinks(root).length > 0) await hydrateSymlinks(root, say);
      if (python && !venvIsCurrent(root)) await installVenv(root, interpreter ?? findPython(), say);
    });
  }
  return { python: python ? venvPython(root) : undefined };
}
