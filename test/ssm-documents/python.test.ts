/** The documents' scripts under every Python that is offered and installed: their tests beside this file, and their inlined text. */
import { auroraSnapshotCloneMask } from "../../ssm-documents/aurora-snapshot-clone-mask/index.ts";
import type { Step } from "../../ssm-documents/kit/index.ts";
import { offered, pythonOf, runPython } from "./pythons.ts";

interface Inlined {
  readonly source: string;
  readonly handler: string;
}
const scriptsIn = (steps: readonly Step[]): readonly Inlined[] =>
  steps.flatMap((step) => {
    if (step.action === "aws:loop") return scriptsIn(step.steps);
    return step.action === "aws:executeScript" ? [step.script] : [];
  });
const inlined = scriptsIn(auroraSnapshotCloneMask.recorded.steps).map(({ source, handler }) => ({ source, handler }));
/** Runs each text as a module of its own; prints the handlers that can be called. */
const load = `import json, sys
for script in json.load(sys.stdin):
    names = {}
    exec(compile(script["source"], "customer_script.py", "exec"), names)
    if callable(names[script["handler"]]): print(script["handler"])`;

describe.each(offered)("the scripts of aurora-snapshot-clone-mask under Python %s", (version) => {
  const python = pythonOf(version);
  const withPython = python === undefined ? it.skip : it;

  withPython("pass their tests", () => {
    const run = runPython(python ?? "", ["-m", "unittest", "discover", "-p", "test_*.py"]);
    expect(run.stderr).toMatch(/\nOK\s*$/);
    expect(run.stderr).toMatch(/Ran [1-9]\d+ tests/);
    expect(run.status).toBe(0);
  });

  withPython("are, joined as the document carries them, modules with their handler", () => {
    const { stdout, stderr } = runPython(python ?? "", ["-c", load], JSON.stringify(inlined));
    expect(stderr).toBe("");
    expect(stdout.trim().split("\n")).toEqual(inlined.map(({ handler }) => handler));
    expect(stdout).toContain("run_statements");
  });
});
