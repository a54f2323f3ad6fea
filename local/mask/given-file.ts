/** Reads a file that the command line names. */
import { readFileSync } from "node:fs";
import { MaskUsageError } from "./usage-error.ts";

/** @throws MaskUsageError with what the file is for and the system's code, when it cannot be read */
export function readGivenFile(what: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new MaskUsageError(`The ${what} ${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? "unknown"}.`);
  }
}
