/** What the TypeScript compiler says of the workflows, in its own words. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** More lines than anybody reads at once. */
const MOST = 20;

/**
 * The errors of `workflows/tsconfig.json`, each with file, line and column; none where a project has no such file.
 *
 * @returns lines as tsc prints them, at most 20 and how many more there are
 */
export async function typeErrors(root: string): Promise<readonly string[]> {
  const config = join(root, "workflows", "tsconfig.json");
  if (!existsSync(config)) return [];
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const child = spawn(process.execPath, [compiler, "--noEmit", "--pretty", "false", "-p", config], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    said += chunk;
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.on("error", reject).on("close", (status) => resolve(status ?? 1));
  });
  const lines = said.split("\n").filter((line) => line !== "");
  if (code !== 0 && lines.length === 0) return [`The TypeScript compiler ended with code ${code} and said nothing.`];
  return lines.length <= MOST ? lines : [...lines.slice(0, MOST), `… and ${lines.length - MOST} lines more: npx tsc -p workflows`];
}
