/** Runs a command of `local/cli` in a process of its own, as often as wished: starting one costs seconds. */
import { spawnSync } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const project = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** A run of the command, or a file that is written between two of them. */
export type Step = { readonly args: readonly string[] } | { readonly write: string; readonly text: string };

export interface Said {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What each run of `main(args, root)` said and ended with. */
export function runCommand(name: string, root: string, steps: readonly Step[]): Said[] {
  const command = pathToFileURL(join(project, "local/cli", `${name}.ts`)).href;
  const script = `
    import { writeFileSync } from "node:fs";
    const { main } = await import(${JSON.stringify(command)});
    const results = [];
    for (const step of ${JSON.stringify(steps)}) {
      if (step.write) { writeFileSync(step.write, step.text); continue; }
      const said = { stdout: "", stderr: "" };
      const { write: out } = process.stdout, { write: err } = process.stderr;
      process.stdout.write = (text) => { said.stdout += text; return true; };
      process.stderr.write = (text) => { said.stderr += text; return true; };
      const status = await main(step.args, ${JSON.stringify(root)});
      process.stdout.write = out; process.stderr.write = err;
      results.push({ status, ...said });
    }
    console.log(JSON.stringify(results));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: project,
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as Said[];
}
