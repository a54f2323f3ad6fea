/** Runs Terraform in a temporary copy of the stack, with a stand-in for the AWS provider; nothing of the project is written. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { artifacts, handlers, root, standIn } from "./files.ts";

/** A command that has ended. */
export interface Ended {
  readonly code: number;
  /** What it wrote, errors included. */
  readonly text: string;
  /** Its standard output alone. */
  readonly output: string;
}

/** A copy of the stack. */
export interface Workspace {
  /** Runs `terraform` with these arguments. */
  terraform(...args: string[]): Ended;
  /** Runs `terraform` several times, whatever comes of it, with one start of the provider; gives all that it wrote. */
  all(commands: readonly (readonly string[])[]): string;
  /** Runs `terraform` and parses its JSON. @throws Error with Terraform's words when it fails */
  json(...args: string[]): unknown;
  /** Writes a file beside the stack, or in a folder there. */
  write(file: string, text: string): void;
  remove(): void;
}

/** Why Terraform cannot run here; undefined when it can. */
export function whyNot(): string | undefined {
  if (spawnSync("terraform", ["version"], { stdio: "ignore" }).status !== 0) return "terraform is not installed";
  if (!existsSync(path.join(standIn, "standin/package-lock.json"))) return "there is no stand-in for the AWS provider";
  return undefined;
}

// A zip without a file in it.
const emptyZip = Buffer.concat([Buffer.from("PK\u0005\u0006", "latin1"), Buffer.alloc(18)]);

/** Copies the stack and what it reads, with empty zips for the functions. @throws Error when the stand-in cannot be installed */
export function createWorkspace(): Workspace {
  const folder = mkdtempSync(path.join(tmpdir(), "refresh-terraform-"));
  for (const file of artifacts) cpSync(path.join(root, file), path.join(folder, file));
  cpSync(path.join(root, "terraform"), path.join(folder, "terraform"), {
    recursive: true,
    filter: (file) => !/\.terraform|\.tfstate/.test(path.basename(file)),
  });
  mkdirSync(path.join(folder, "dist"));
  for (const name of handlers) writeFileSync(path.join(folder, "dist", `${name}.zip`), emptyZip);
  const provider = installStandIn(folder);
  writeFileSync(path.join(folder, "empty.tfrc"), "");
  const env = {
    ...process.env,
    CHECKPOINT_DISABLE: "1",
    STANDIN_SCHEMA: path.join(standIn, "aws-provider-schema.json.gz"),
    TF_CLI_CONFIG_FILE: path.join(folder, "empty.tfrc"),
    TF_IN_AUTOMATION: "1",
  };
  const run = (...command: string[]): Ended => {
    const options = { cwd: path.join(folder, "terraform"), env, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [provider, "exec", "--", ...command], options);
    return { code: status ?? 1, text: `${stdout}${stderr}`, output: stdout };
  };
  const terraform = (...args: string[]): Ended => run("terraform", ...args);
  return {
    terraform,
    all: (commands) => run("sh", "-c", commands.map((args) => `terraform ${args.map((arg) => `'${arg}'`).join(" ")}`).join("; ")).output,
    json: (...args) => {
      const { code, text, output } = terraform(...args);
      if (code !== 0) throw new Error(text);
      return JSON.parse(output) as unknown;
    },
    write: (file, text) => {
      const target = path.join(folder, "terraform", file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function installStandIn(folder: string): string {
  const target = path.join(folder, "standin");
  cpSync(path.join(standIn, "standin"), target, { recursive: true });
  execFileSync("chmod", ["-R", "u+w", target]);
  execFileSync("npm", ["ci", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: target, stdio: "pipe" });
  return path.join(target, "src/main.mjs");
}
