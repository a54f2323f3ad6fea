/** moto's process: started on a free port, and ended with this one whatever happens. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./server.py", import.meta.url));

export interface Moto {
  readonly port: number;
  readonly pid: number;
  /** Settles when the process is gone. */
  stop(): Promise<void>;
}

/**
 * Starts moto; it takes about a second.
 *
 * @param python an interpreter that has `moto[server]`
 * @throws Error with the end of Python's own words when it does not come up
 */
export async function startMoto(python: string): Promise<Moto> {
  const child = spawn(python, ["-I", script], { stdio: ["pipe", "pipe", "pipe"], env: environment() });
  let problem = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    problem = (problem + text).slice(-2000);
  });
  const ended = once(child, "exit").then(
    () => undefined,
    () => undefined,
  );
  // Writing to a process that is gone is not news.
  child.stdin.on("error", () => undefined);
  const port = await started(child).catch(async (error: unknown) => {
    child.kill("SIGKILL");
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 500))]);
    throw new Error(`moto did not start with ${python}: ${error instanceof Error ? error.message : ""}\n${problem}`.trimEnd());
  });
  // From here on it might quote a request.
  child.stderr.removeAllListeners("data").resume();
  child.unref();
  return {
    port,
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      child.stdin.end();
      const grace = setTimeout(() => child.kill("SIGKILL"), 2000);
      await ended;
      clearTimeout(grace);
    },
  };
}

function started(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error("it printed no port within 60 seconds")), 60_000);
    const settle = (act: () => void): void => {
      clearTimeout(limit);
      act();
    };
    let printed = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      if (printed.includes("\n")) settle(() => resolve(Number(printed)));
    });
    child.once("error", (error) => settle(() => reject(error)));
    child.once("exit", (code) => settle(() => reject(new Error(`it ended with exit code ${code}`))));
  });
}

/** This process's environment without what would change moto's or point it to a real account. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS_|MOTO_|PYTHON)/.test(name)));
}
