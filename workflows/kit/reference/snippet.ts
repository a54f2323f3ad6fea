/** The part of a source that the page shows: the sentence above an example, and the body of its workflow. */

export interface Snippet {
  readonly about: string;
  readonly code: string;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** The body of the first function after a line: up to the line that is indented as the one that opens it. */
function bodyAfter(lines: readonly string[], from: number): readonly string[] {
  const opens = lines.findIndex((line, index) => index >= from && line.endsWith("=> {"));
  if (opens === -1) return [];
  const indent = indentOf(lines[opens] ?? "");
  const closes = lines.findIndex((line, index) => index > opens && line.trim() !== "" && indentOf(line) <= indent);
  return lines.slice(opens + 1, closes === -1 ? undefined : closes);
}

/**
 * The snippet of an exported example.
 *
 * @param name - the name of its export
 * @throws Error when the source has no such export with a sentence above it
 */
export function snippetOf(source: string, name: string): Snippet {
  const lines = source.split("\n");
  const at = lines.findIndex((line) => line.startsWith(`export const ${name} = example(`));
  const about = /^\/\*\* (.*) \*\/$/.exec(lines[at - 1] ?? "")?.[1];
  const body = bodyAfter(lines, at);
  if (at === -1 || about === undefined || body.length === 0) throw new Error(`The example "${name}" needs a sentence above it and a body.`);
  const indent = Math.min(...body.filter((line) => line.trim() !== "").map(indentOf));
  return { about, code: body.map((line) => line.slice(indent)).join("\n") };
}

/** The text up to the bracket that closes what is open before it. */
function upToClosing(text: string): string {
  let depth = 0;
  for (const [index, sign] of [...text].entries()) {
    if (sign === "(" || sign === "[" || sign === "{") depth += 1;
    if (sign === ")" || sign === "]" || sign === "}") depth -= 1;
    if (depth < 0) return [...text].slice(0, index).join("");
  }
  return text;
}

/**
 * The expression of an entry as it is written: `entry("upper", "in capitals", (input) => upper(input.name))`.
 *
 * @throws Error when the source has no such entry
 */
export function expressionOf(source: string, name: string, gives: string): string {
  const flat = source.replace(/\s+/g, " ");
  const from = flat.indexOf(`"${name}", "${gives}",`);
  const arrow = flat.indexOf("=> ", from);
  if (from === -1 || arrow === -1) throw new Error(`The entry "${name}" (${gives}) is not in the source.`);
  return upToClosing(flat.slice(arrow + 3))
    .trim()
    .replace(/,$/, "");
}
