/** Runs a program to its end. */
import { spawn } from "node:child_process";
import process from "node:process";

/** A program that has ended. */
export interface Ended {
  readonly code: number;
  /** What it wrote, errors included. */
  readonly text: string;
  /** Its standard output alone. */
  readonly output: string;
}

/** Runs it; one that cannot be started has the code 127. It ends with this process. */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const stop = (): void => void child.kill();
    process.once("exit", stop);
    const [all, output]: [string[], string[]] = [[], []];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      all.push(text);
      output.push(text);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => void all.push(text));
    const end = (code: number): void => {
      process.removeListener("exit", stop);
      resolve({ code, text: all.join(""), output: output.join("") });
    };
    child.once("error", ({ message }) => {
      all.push(message);
      end(127);
    });
    child.once("close", (code) => end(code ?? 1));
  });
}
