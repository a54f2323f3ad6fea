/** `format`: letters and digits move within their own kind; also what the steps do with a text outside their domain. */
import { type Given, macBytes } from "./step.ts";

const letter = Math.log2(25);
const digit = Math.log2(9);
const alphabets = ["0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"];

/** Whether a code unit is a digit of ASCII. */
export const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
/** Whether a code unit is a letter of ASCII. */
export const isLetter = (unit: number): boolean => (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);

/** One character moved by a byte: a letter by 1 to 25 places, a digit by 1 to 9; beyond ASCII it becomes x. */
export function moved(character: string, byte: number): string {
  for (const alphabet of alphabets) {
    const at = alphabet.indexOf(character);
    if (at >= 0) return alphabet.charAt((at + 1 + (byte % (alphabet.length - 1))) % alphabet.length);
  }
  return character > "\u007f" ? "x" : character;
}

/** What `format:DOMAIN` makes of a text. */
export function formatResult(text: string, domain: string, given: Given): string {
  const blocks: Buffer[] = [];
  return [...text]
    .map((character, i) => {
      if (i % 32 === 0) blocks.push(macBytes(given, "format", domain, i === 0 ? text : `${text}\u001f${i / 32}`));
      return moved(character, blocks.at(-1)![i % 32]!);
    })
    .join("");
}

/** log2 of the number of results of `format`: 25 for each letter, 9 for each digit. */
export function formatRoom(text: string): number {
  let letters = 0;
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (isDigit(unit)) digits++;
    else if (isLetter(unit)) letters++;
  }
  return letters * letter + digits * digit;
}
