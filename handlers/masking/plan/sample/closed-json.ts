/** Closes a JSON document that is cut off, so that its beginning can be read; pure. */

/**
 * The text up to its last whole member or item, with the brackets that are open there closed. What is no JSON stays none.
 *
 * @example
 * ```ts
 * closedJson('{"all":[{"a":1,"b":"x"},{"a":2,"b":"cut o'); // '{"all":[{"a":1,"b":"x"},{"a":2}]}'
 * ```
 */
export function closedJson(text: string): string {
  let end = 0;
  eachMark(text, text.length, (mark, at) => {
    if (mark === ",") end = at;
    else if (mark === "]" || mark === "}") end = at + 1;
  });
  const open: string[] = [];
  eachMark(text, end, (mark) => {
    if (mark === "[") open.push("]");
    else if (mark === "{") open.push("}");
    else if (mark !== ",") open.pop();
  });
  return text.slice(0, end) + open.reverse().join("");
}

const marks = new Set("[]{},");

// The marks outside of texts.
function eachMark(text: string, end: number, see: (mark: string, at: number) => void): void {
  for (let at = 0; at < end; at++) {
    const mark = text[at] ?? "";
    if (mark === '"') at = endOfText(text, at);
    else if (marks.has(mark)) see(mark, at);
  }
}

// Where the text that begins at `start` has its second quote; the end of all when it is cut off.
function endOfText(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (text[quote - 1 - escapes] === "\\") escapes++;
    if (escapes % 2 === 0) return quote;
  }
  return text.length;
}
