/** Points at a character of a text of one line, for a terminal. */

const around = 60;

/**
 * Two lines: the text about the position, and a caret below it. Long texts are cut at both ends; control characters are
 * printed as their symbols, so that a line stays a line.
 *
 * @param position - an offset in UTF-16 units
 */
export function pointAt(text: string, position: number): string {
  const before = Array.from(text.slice(0, position), visible);
  const after = Array.from(text.slice(position), visible);
  const cut = before.length > around ? ["…", ...before.slice(1 - around)] : before;
  const rest = after.length > around ? [...after.slice(0, around - 1), "…"] : after;
  return `${cut.join("")}${rest.join("")}\n${" ".repeat(cut.length)}^`;
}

// U+2400 and on are the symbols of the control characters.
function visible(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  if (point < 32) return String.fromCodePoint(0x2400 + point);
  return point === 127 ? "\u2421" : character;
}
