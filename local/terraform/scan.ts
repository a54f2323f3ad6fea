/** checkov over the stack: what it finds, but for what is marked beside the resource with its reason. */
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { root } from "./inputs.ts";
import { run } from "./run.ts";

/** What the scanner said. */
export interface ScanResult {
  /** Undefined where the scanner is not installed. */
  readonly clean: boolean | undefined;
  /** Its words. */
  readonly text: string;
}

const args = ["--directory", "terraform", "--framework", "terraform", "--quiet", "--compact", "--skip-results-upload"];
/** Of its own: it wants another boto3 than moto. */
const venv = path.join(root, ".cache/checkov/bin/checkov");

/** Runs the `checkov` of `.cache/checkov`, or the one on the PATH. */
export async function scan(): Promise<ScanResult> {
  const { code, text, output } = await run(existsSync(venv) ? venv : "checkov", args, { cwd: root, env: process.env });
  return code === 127 ? { clean: undefined, text } : { clean: code === 0, text: output || text };
}
