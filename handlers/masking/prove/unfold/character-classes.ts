/** What the characters of a text let it hold, in one pass: most texts hold nothing, and need no more. */

/** A part of a composite key may end here. */
export const keyEnd = 1;
/** A folder of a path ends here. */
export const slash = 2;
/** A word ends here, or a character beyond ASCII may end one. */
export const wordEnd = 4;
/** Percent-encoding begins here. */
export const percent = 8;
/** A full stop: it parts a token, and ends a sentence. */
export const fullStop = 16;
/** No character of base64 in either alphabet. */
export const notBase64 = 32;

const beyondAscii = wordEnd | notBase64;
const classes = new Uint8Array(128).fill(notBase64);
const put = (characters: string, found: number): void => {
  for (const character of characters) classes[character.charCodeAt(0)] = found;
};
classes.fill(wordEnd | notBase64, 0, 33);
put("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_", 0);
put("#|:", keyEnd | notBase64);
put("/", slash);
put("%", percent | notBase64);
put(".", fullStop | notBase64);
put(",;\"'<>()[]{}&?\\\u007f", wordEnd | notBase64);
// Base64 may end with the one and have its lines parted by the others.
put("=\r\n", wordEnd);

/** Whether a word ends at a code unit: white space, control characters, and the marks about words. */
export function endsWord(unit: number): boolean {
  return unit < classes.length ? (classes[unit]! & wordEnd) !== 0 : /[\s\u0080-\u009f]/.test(String.fromCharCode(unit));
}

/** All classes that a text has a character of. */
export function classesIn(text: string): number {
  let found = 0;
  for (let i = 0; i < text.length; i++) found |= classes[text.charCodeAt(i)] ?? beyondAscii;
  return found;
}
