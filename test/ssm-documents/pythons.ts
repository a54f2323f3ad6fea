/** The Pythons on this machine that Automation offers too: each with the boto3 of the project's environment. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

const venv = path.resolve(__dirname, "../../.venv");
const packages = (): string => {
  const lib = path.join(venv, "lib");
  const [version = ""] = existsSync(lib) ? readdirSync(lib) : [];
  return path.join(lib, version, "site-packages");
};
const versions = path.join(homedir(), ".pyenv", "versions");

/** The oldest that AWS does not refuse (3.6 to 3.9 since September 2025), the documents' own, and the newest known to run there. */
export const offered = ["3.10", "3.11", "3.12"] as const;

/** Runs a Python; its output, and whether it ended well. */
export function runPython(python: string, args: readonly string[], input = "") {
  const env = { ...process.env, PYTHONPATH: packages() };
  return spawnSync(python, ["-B", ...args], { cwd: __dirname, encoding: "utf8", env, input, timeout: 60_000 });
}

/** The interpreter of a version, if there is one that can import boto3. */
export function pythonOf(version: string): string | undefined {
  const managed = existsSync(versions) ? readdirSync(versions).filter((name) => name.startsWith(`${version}.`)) : [];
  const candidates = [
    path.join(venv, "bin", "python"),
    ...managed.map((name) => path.join(versions, name, "bin", "python")),
    `python${version}`,
  ];
  const fits = `"%d.%d" % sys.version_info[:2] == "${version}" and importlib.util.find_spec("boto3")`;
  const probe = `import importlib.util, sys; sys.exit(0 if ${fits} else 1)`;
  return candidates.find((python) => runPython(python, ["-c", probe]).status === 0);
}

/** Runs a program of Python's while this process goes on serving; what it printed. */
export async function runPythonAside(python: string, program: string, input: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const env = { ...process.env, PYTHONPATH: packages(), ...environment };
  const child = spawn(python, ["-B", "-c", program], { cwd: __dirname, env, stdio: ["pipe", "pipe", "inherit"], timeout: 60_000 });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    printed += chunk;
  });
  child.stdin.end(input);
  await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  return printed;
}
