/** The diff as a comment on a pull request: one collapsible section a machine. */
import { count } from "../words.ts";
import type { MachineDiff } from "./index.ts";
import { countWords, type Line, linesOf } from "./labels.ts";

/** GitHub takes no longer comment. */
export const LONGEST_COMMENT = 65_536;
/** Room for the ends of the open section and the sentence on what was left out. */
const RESERVED = 300;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
]);

/** Inside of HTML Markdown is not read. */
const escapeHtml = (text: string): string => text.replace(/[&<>]/g, (letter) => ENTITIES.get(letter) ?? letter);

/** A backslash before what Markdown reads; an invisible space behind `@`, which would call somebody, and `#`, which would link an issue. */
const escapeMarkdown = (text: string): string =>
  escapeHtml(text)
    .replace(/[\\`*_{}[\]()#+!|~$]/g, (letter) => `\\${letter}`)
    .replace(/[@#]/g, (letter) => `${letter}\u200b`);

function row({ risky, label, words }: Line): string {
  return `| ${risky ? "⚠️" : ""} | ${escapeMarkdown(label)} | ${escapeMarkdown(words)} |\n`;
}

const open = ({ name, changes }: MachineDiff): string =>
  `<details${changes.some(({ risky }) => risky) ? " open" : ""}>\n<summary><b>${escapeHtml(name)}</b>: ${countWords(changes)}</summary>\n\n|   | state | change |\n| --- | --- | --- |\n`;
const CLOSE = "\n</details>\n";

/** A comment that fits: what does not is counted at the end. */
export function toMarkdown(diffs: readonly MachineDiff[], since: string): string {
  const all = diffs.flatMap(({ changes }) => changes);
  if (all.length === 0) return `No workflow changes since ${escapeMarkdown(since)}.\n`;
  let text = `**Workflow changes since ${escapeMarkdown(since)}: ${countWords(all)}**\n`;
  let said = 0;
  let risks = 0;
  for (const diff of diffs) {
    const start = `\n${open(diff)}`;
    const rows: string[] = [];
    const lines = linesOf(diff.changes);
    let size = text.length + start.length + CLOSE.length;
    for (const line of lines) {
      const printed = row(line);
      size += printed.length;
      if (size > LONGEST_COMMENT - RESERVED) break;
      rows.push(printed);
      said += line.changes;
      if (line.risky) risks += line.changes;
    }
    if (rows.length > 0) text += start + rows.join("") + CLOSE;
    if (rows.length < lines.length) break;
  }
  if (said === all.length) return text;
  const risky = all.filter((change) => change.risky).length - risks;
  return `${text}\n${count(all.length - said, "more change")}, ${risky} of them risky, did not fit into a comment; \`npm run workflow:diff\` prints them.\n`;
}
