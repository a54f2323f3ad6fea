/** Writes the digits of one text over those of another, whose other characters stay. */
export function putDigits(text: string, digits: string): string {
  let next = 0;
  return text.replace(/[0-9]/g, () => digits.charAt(next++));
}
