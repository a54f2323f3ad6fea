/** How many other values could have stood in a value's place: what says whether finding it again can be chance. */

/** Values with at least this much room are found again by leaking only. */
export const WIDE = 2 ** 40;
/** Values with at least this much room are told apart even in the middle of a word. */
export const VERY_WIDE = 2 ** 48;

/** 25 for a letter, 9 for a digit, 25 for any character beyond ASCII, 1 for the rest. */
export function roomOf(text: string): number {
  let room = 1;
  for (let i = 0; i < text.length && room < VERY_WIDE; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) room *= 9;
    else if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code > 127) room *= 25;
  }
  return room;
}

/** Values that no rule can or need change: nothing but `X` and punctuation, or the first day of a year. */
export function saysNothing(text: string): boolean {
  return /^[X\W_]*$/.test(text.replace(/[\u0080-\uFFFF]/g, "a")) || /^\d{4}-01-01(?:$|[T ])/.test(text);
}
