/** The diff as aligned text. */
import type { MachineDiff } from "./index.ts";
import { countWords, linesOf } from "./labels.ts";

/** A longer name pushes its own line only. */
const WIDEST = 36;

function section({ name, changes }: MachineDiff): string {
  const lines = linesOf(changes);
  const width = Math.max(...lines.map(({ label }) => label.length).filter((length) => length <= WIDEST), 0);
  const printed = lines.map(
    ({ risky, label, words }) => `  ${risky ? "!" : " "} ${label === "" ? "" : `${label.padEnd(width)}  `}${words}`,
  );
  return [`${name}: ${countWords(changes)}`, ...printed].join("\n");
}

/** A section a machine, a line a change; `!` stands before a risky one. */
export const toText = (diffs: readonly MachineDiff[]): string =>
  diffs.length === 0 ? "No changes.\n" : `${diffs.map(section).join("\n\n")}\n`;
