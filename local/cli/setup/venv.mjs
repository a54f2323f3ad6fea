/** moto and boto3, pinned, in a virtual environment of the project's own. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { outputOf, runProgram } from "./run-program.mjs";
import { SetupError } from "./setup-error.mjs";

const requirements = (root) => join(root, "local", "aws", "requirements.txt");
const stampFile = (root) => join(root, ".venv", ".setup-stamp");

/** The virtual environment's interpreter. */
export function venvPython(root) {
  return process.platform === "win32" ? join(root, ".venv", "Scripts", "python.exe") : join(root, ".venv", "bin", "python");
}

function stamp(root) {
  return createHash("sha256")
    .update(readFileSync(requirements(root)))
    .digest("hex");
}

/** Whether the environment holds what requirements.txt says; one that was made by hand counts when its packages are the same. */
export function venvIsCurrent(root) {
  if (!existsSync(venvPython(root))) return false;
  if (existsSync(stampFile(root))) return readFileSync(stampFile(root), "utf8") === stamp(root);
  const installed = new Set(
    pins(outputOf(venvPython(root), ["-m", "pip", "freeze", "--all"]) ?? "").map(({ name, version }) => `${name} ${version}`),
  );
  const wanted = new Map();
  for (const { name, version } of pins(readFileSync(requirements(root), "utf8"))) wanted.set(name, [...(wanted.get(name) ?? []), version]);
  // A package may be pinned twice, for an older Python too: one of its versions has to be there.
  if (![...wanted].every(([name, versions]) => versions.some((version) => installed.has(`${name} ${version}`)))) return false;
  writeFileSync(stampFile(root), stamp(root));
  return true;
}

function pins(text) {
  return [...text.matchAll(/^([\w.-]+)(?:\[[\w,]*\])?==(\S+)/gm)].map(([, name, version]) => ({
    name: name.toLowerCase().replaceAll("_", "-"),
    version,
  }));
}

/** Makes the environment anew: a half-made one is never trusted. */
export async function installVenv(root, interpreter, say) {
  say("Installing moto and boto3 into .venv; the first time takes about a minute…");
  rmSync(join(root, ".venv"), { recursive: true, force: true });
  if ((await runProgram(interpreter, ["-m", "venv", join(root, ".venv")], root)) !== 0) {
    rmSync(join(root, ".venv"), { recursive: true, force: true });
    throw new SetupError(
      "Python could not make a virtual environment: install its venv module (Debian and Ubuntu: apt install python3-venv).",
      2,
    );
  }
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "-r", requirements(root)];
  const code = await runProgram(venvPython(root), pip, root);
  if (code !== 0) throw new SetupError(`"pip install" failed with exit code ${code}; its messages stand above.`, 1);
  writeFileSync(stampFile(root), stamp(root));
}
