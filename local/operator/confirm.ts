/** Asks before something is changed. */

import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";
import { OperatorError } from "./errors.ts";

/** Where questions are asked. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean };
}

/**
 * Returns once the operator has agreed: by `--yes`, or on the terminal.
 *
 * @throws OperatorError 1 when the answer is no, 2 when there is neither a terminal nor `--yes`
 */
export async function confirm(question: string, yes: boolean, { input, output }: Terminal): Promise<void> {
  if (yes) return;
  if (input.isTTY !== true || output.isTTY !== true)
    throw new OperatorError(`${question} There is no terminal to ask on: give --yes to agree. Nothing was changed.`, 2);
  const reader = createInterface({ input, output });
  try {
    // The end of the input is no agreement.
    const ended = new Promise<string>((resolve) => reader.once("close", () => resolve("")));
    const answer = await Promise.race([reader.question(`${question} [y/N] `), ended]);
    if (!/^y(?:es)?$/i.test(answer.trim())) throw new OperatorError("Nothing was changed.");
  } finally {
    reader.close();
  }
}
