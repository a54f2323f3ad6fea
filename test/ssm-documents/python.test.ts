/** Runs the Python tests of the documents' scripts beside this file, one case each. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

const venv = path.resolve(__dirname, "../../.venv/bin/python");
const withPython = existsSync(venv) ? it : it.skip;

describe("the scripts of aurora-snapshot-clone-mask", () => {
  const files = readdirSync(__dirname).filter((name) => /^test_\w+\.py$/.test(name));
  withPython.each(files)("%s", (file) => {
    const run = spawnSync(venv, ["-B", "-m", "unittest", file], { cwd: __dirname, encoding: "utf8" });
    expect(run.stderr).toMatch(/\nOK\s*$/);
    expect(run.status).toBe(0);
  });
});
