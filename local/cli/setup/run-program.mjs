/** Runs a program of the setup with its output on stderr, so that stdout stays the command's own. */
import { spawn, spawnSync } from "node:child_process";

/** Runs it and gives the exit code; 127 when the program does not exist. */
export function runProgram(program, args, cwd) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, stdio: ["ignore", 2, 2] });
    child.once("error", () => resolve(127));
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/** Runs it and gives what it printed, or undefined when it failed. */
export function outputOf(program, args) {
  const done = spawnSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 60000 });
  return done.status === 0 ? done.stdout : undefined;
}
