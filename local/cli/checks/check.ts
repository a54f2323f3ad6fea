/** A check of `npm test`, and how its program is run. */
import { spawn } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** What a check found; a check that is one program counts as one test. */
export interface CheckResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Shown when something failed. */
  readonly output: string;
}

/** One check. */
export interface Check {
  readonly name: string;
  readonly title: string;
  /** @param detail - takes a word on how far it is */
  run(detail: (text: string) => void): Promise<CheckResult>;
}

/** The project's folder. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Runs a JavaScript program with this Node; gives its exit code and what it printed. */
export function runNode(
  args: readonly string[],
  onError: (text: string) => void = () => undefined,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, FORCE_COLOR: "0", NO_COLOR: "1" },
    });
    const stop = (): void => void child.kill();
    process.once("exit", stop);
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      onError(text);
    });
    child.once("close", (code) => {
      process.removeListener("exit", stop);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** A check that is one program: passed when it exits with 0. */
export function programCheck(name: string, title: string, args: readonly string[]): Check {
  return {
    name,
    title,
    run: async () => {
      const { code, output } = await runNode(args);
      return code === 0
        ? { passed: 1, failed: 0, skipped: 0, output }
        : { passed: 0, failed: 1, skipped: 0, output: `${title} failed:\n${output}` };
    },
  };
}
