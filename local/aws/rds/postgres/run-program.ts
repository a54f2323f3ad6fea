/** Runs one short program to its end, as the user that PostgreSQL runs as. */
import { spawn } from "node:child_process";
import type { ProcessUser } from "./process-user.ts";

/** What a finished program left. */
export type ProgramResult = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** The environment of every PostgreSQL program: no PG* variables of the caller, no translated messages. */
export function programEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
}

/**
 * Runs a program and collects its output.
 *
 * @throws Error of `spawn` when the program cannot be started (ENOENT, EACCES); a non-zero code is returned, not thrown.
 * @example await runProgram("cp", ["-R", from, to], { user, cwd })
 */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly user: ProcessUser; readonly cwd: string; readonly input?: string },
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...options.user,
      cwd: options.cwd,
      env: programEnvironment(),
      stdio: ["pipe", "pipe", "pipe"],
      // A Ctrl-C in the terminal goes to our process only: it ends the children in order.
      detached: true,
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
    // A program that ends before it has read its input is told by its code.
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
  });
}
