/** The stand-in for AWS's provider, which lies beside the project where there is one; it creates nothing anywhere. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { root } from "./inputs.ts";
import type { Provider } from "./provider.ts";
import { run } from "./run.ts";

const beside = path.resolve(root, "../shared/terraform");
const source = path.join(beside, "standin");

export const standIn: Provider = {
  name: "stand-in for the AWS provider",
  present: () => existsSync(path.join(source, "package-lock.json")),
  start: async (folder) => {
    const target = path.join(folder, "standin");
    cpSync(source, target, { recursive: true });
    await run("chmod", ["-R", "u+w", target], { cwd: folder, env: process.env });
    const { code, text } = await run("npm", ["ci", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"], {
      cwd: target,
      env: process.env,
    });
    if (code !== 0) throw new Error(`The ${standIn.name} cannot be installed:\n${text}`);
    // No mirror of the user's goes before it.
    const config = path.join(folder, "empty.tfrc");
    writeFileSync(config, "");
    const environment = { TF_CLI_CONFIG_FILE: config, STANDIN_SCHEMA: path.join(beside, "aws-provider-schema.json.gz") };
    const { line, stop } = await serve(path.join(target, "src/main.mjs"), environment);
    return { environment: { ...environment, TF_REATTACH_PROVIDERS: line }, stop };
  },
};

// Says in its first line where it listens. It ends when its input does: also when this process is killed.
async function serve(file: string, environment: Readonly<Record<string, string>>): Promise<{ line: string; stop: () => Promise<void> }> {
  const child = spawn("sh", ["-c", '"$@" & cat > /dev/null; kill $!', "sh", process.execPath, file, "serve"], {
    env: { ...process.env, ...environment },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const [line]: unknown[] = await Promise.race([once(createInterface(child.stdout), "line"), ended.then(() => [])]);
  if (typeof line !== "string") throw new Error(`The ${standIn.name} did not start.`);
  return {
    line,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
