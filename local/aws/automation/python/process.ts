/** One Python process of its own process group, with an environment that knows the local AWS and nothing of the user's. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface PythonSettings {
  /** The interpreter that has boto3. */
  readonly python: string;
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** An empty folder: a file of a script's name beside it must not be importable. */
  readonly workDir: string;
}

export interface PythonProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** File descriptor 3. */
  readonly answers: Readable;
  /** Settles when the process is gone: its exit code, or the signal that ended it. */
  readonly ended: Promise<string>;
  /** Ends the process and everything that it started, at once. */
  kill(): void;
}

/** Starts a program of this folder by its file name. */
export function startPython(file: "runner.py" | "api.py", settings: PythonSettings): PythonProcess {
  const path = fileURLToPath(new URL(`./${file}`, import.meta.url));
  const child = spawn(settings.python, ["-I", "-B", path], {
    cwd: settings.workDir,
    detached: true,
    env: environment(settings),
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  const [stdin, stdout, stderr, answers] = child.stdio as unknown as [Writable, Readable, Readable, Readable];
  stdin.on("error", () => {}); // a process that has ended reads no more
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", () => killGroup(child)); // what a script has started does not outlive it
    child.once("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  return { stdin, stdout, stderr, answers, ended, kill: () => child.exitCode ?? child.signalCode ?? killGroup(child) };
}

function environment({ endpoint, region, credentials, workDir }: PythonSettings): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    LANG: "C.UTF-8",
    HOME: workDir,
    TMPDIR: workDir,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}
