/** Finds a Python that is new enough. */
import process from "node:process";
import { outputOf } from "./run-program.mjs";
import { SetupError } from "./setup-error.mjs";

const minimum = [3, 10];
const where = "install one from https://www.python.org or with your package manager, or name it in the variable PYTHON";

/**
 * The interpreter that the variable `PYTHON` names, otherwise the first of python3 and python that is new enough.
 *
 * @throws SetupError with exit code 2 when there is none
 */
export function findPython(candidates = process.env.PYTHON ? [process.env.PYTHON] : ["python3", "python"]) {
  const tooOld = [];
  for (const program of candidates) {
    const version = outputOf(program, ["-c", "import sys; print('.'.join(map(str, sys.version_info[:3])))"])?.trim();
    if (!version) continue;
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major > minimum[0] || (major === minimum[0] && minor >= minimum[1])) return program;
    tooOld.push(version);
  }
  throw new SetupError(
    tooOld.length > 0
      ? `Python ${minimum.join(".")} or newer is needed, this is ${tooOld[0]}: ${where}.`
      : `Python ${minimum.join(".")} or newer is needed and was not found: ${where}.`,
    2,
  );
}
