/** The steps that prepare a value, and `keep`: they do not mask. */
import type { StepArgs } from "../definitions/index.ts";
import { keyless, type Step } from "./step.ts";

const plain = (change: (text: string) => string): Step<undefined> => keyless(() => change);

const isBlank = (unit: number): boolean => unit === 32 || unit === 9 || unit === 10 || unit === 13;

/** Takes space, tab, CR and LF from both ends. */
export const trim = plain((text) => {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
});

/** A-Z to a-z and nothing else: other letters differ between JavaScript, Python and PostgreSQL. */
export function lowerText(text: string): string {
  // Within ASCII the fast function does the same.
  if (!/[^ -~]/.test(text)) return text.toLowerCase();
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** a-z to A-Z and nothing else. */
export function upperText(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

export const lower = plain(lowerText);

export const upper = plain(upperText);

export const nfc = plain((text) => text.normalize("NFC"));

/** The digits of a text. */
export function digitsOf(text: string): string {
  return text.replace(/[^0-9]+/g, "");
}

export const digits = plain(digitsOf);

/** What stands before the last `@`; the whole value without one. */
export const local = plain((text) => (text.includes("@") ? text.slice(0, text.lastIndexOf("@")) : text));

/** What stands behind the last `@`; nothing without one. */
export const domain = plain((text) => (text.includes("@") ? text.slice(text.lastIndexOf("@") + 1) : ""));

/** One piece of the text. */
export const part: Step<StepArgs<"part">> = keyless(
  ({ separator, piece }) =>
    (text) =>
      text.split(separator).at(piece > 0 ? piece - 1 : piece) ?? "",
);

export const keep = plain((text) => text);
