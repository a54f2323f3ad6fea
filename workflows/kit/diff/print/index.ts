/** Prints a diff: text for a terminal, markdown for a pull request, JSON for programs. Only the diff may enter. */
import type { Change } from "../change.ts";
import { toJson } from "./to-json.ts";
import { toMarkdown } from "./to-markdown.ts";
import { toText } from "./to-text.ts";

/** The changes of one machine, and a note on them. */
export interface MachineDiff {
  readonly name: string;
  readonly changes: readonly Change[];
}

export type DiffFormat = "text" | "markdown" | "json";

/** The formats, in the order of the help. */
export const diffFormats: readonly DiffFormat[] = ["text", "markdown", "json"];

/**
 * Prints what changed; machines without changes are left out of text and markdown.
 *
 * @param since - what the machines were compared with, `HEAD`
 * @example
 * ```ts
 * printDiff([{ name: "s3-sync", changes: diffMachines(before, after) }], "markdown", "main");
 * ```
 */
export function printDiff(diffs: readonly MachineDiff[], format: DiffFormat, since: string): string {
  if (format === "json") return toJson(diffs, since);
  const changed = diffs.filter(({ changes }) => changes.length > 0);
  return format === "text" ? toText(changed) : toMarkdown(changed, since);
}
