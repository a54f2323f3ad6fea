/** Whether a file that is to be written at the end can be written at all. */
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** One sentence when the file cannot be written, otherwise undefined. */
export function writeProblem(file: string): string | undefined {
  const folder = dirname(resolve(file));
  try {
    if (!existsSync(folder)) return `The folder of ${file} does not exist.`;
    if (existsSync(file) && statSync(file).isDirectory()) return `${file} is a folder.`;
    accessSync(existsSync(file) ? file : folder, constants.W_OK);
    return undefined;
  } catch {
    return `${file} cannot be written.`;
  }
}
