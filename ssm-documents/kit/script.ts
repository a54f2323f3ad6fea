/** A Python script with a contract: what it is given, what it returns, which files its text comes from. */
import { readFileSync } from "node:fs";
import type { Schemas } from "./parameters.ts";

export interface Script<P extends Schemas = Schemas, O extends Schemas = Schemas> {
  readonly runtime: "python3.11";
  readonly handler: string;
  readonly payload: P;
  readonly outputs: O;
  /** The names of its files, in the order in which they are joined. */
  readonly files: readonly string[];
  /** What the document carries. */
  readonly source: string;
}

/**
 * Declares a script. Its handler takes `(events, context)`; `events` is the payload, and the returned dict has the
 * outputs as its keys. Only boto3 and the standard library are there.
 *
 * A document holds one text a step, so files are joined in the order given; `from sibling import name`, one line each,
 * is what makes the same files importable in tests, and is left out of the joined text.
 *
 * @throws TypeError when the joined text lacks the handler
 * @example
 * ```ts
 * const countRows = script([new URL("./scripts/count_rows.py", import.meta.url)], "count_rows", {
 *   payload: { table: z.string() },
 *   outputs: { rows: z.int() },
 * });
 * ```
 */
export function script<P extends Schemas, O extends Schemas>(
  files: readonly URL[],
  handler: string,
  shape: { payload: P; outputs: O },
): Script<P, O> {
  const source = joined(files);
  if (!source.includes(`\ndef ${handler}(events`)) {
    throw new TypeError(`The script ${files.map(moduleName).join(" + ")} has no function "def ${handler}(events, context)".`);
  }
  return Object.freeze({ runtime: "python3.11", handler, ...shape, files: files.map((file) => `${moduleName(file)}.py`), source });
}

const future = "from __future__ import annotations";
const moduleName = (file: URL): string => file.pathname.split("/").at(-1)?.replace(/\.py$/, "") ?? "";

function joined(files: readonly URL[]): string {
  const siblings = new Set(files.map(moduleName));
  const isInner = (line: string): boolean => siblings.has(/^from (\w+) import /.exec(line)?.[1] ?? "");
  const [first = "", ...others] = files.map((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => !isInner(line))
      .join("\n")
      .trim(),
  );
  return `${[first, ...others.map((text) => text.replace(`${future}\n\n`, ""))].join("\n\n\n")}\n`;
}
