/** The size of the whole definition: Step Functions takes 1 MiB. */
import { printJson } from "../template/index.ts";
import type { Rendered } from "../workflow-type.ts";
import type { Checked } from "./problem.ts";

const LARGEST = 1_048_576;

/** How many bytes a text has in UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Checks the definition as it is committed; the tokens' values are not known. */
export function checkSize(definition: Readonly<Record<string, Rendered>>, report: Checked["report"]): void {
  const bytes = bytesOf(printJson(definition));
  if (bytes <= LARGEST) return;
  const remedy = "Move a part of it into a workflow of its own, and run that as a child.";
  report(
    `the definition has ${bytes.toLocaleString("en")} bytes; Step Functions takes ${LARGEST.toLocaleString("en")}.`,
    undefined,
    remedy,
  );
}
