/** `first`, `last` and `redact`: they need no key, and show part of a value or its shape. */
import type { StepArgs } from "../definitions/index.ts";
import { codePoints, keyless, type Step } from "./step.ts";

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

// A text of no more code points than are shown would be shown as a whole: X stands for each instead.
const covered = (text: string, count: number): string | undefined => {
  if (text.length > 2 * count) return undefined;
  const points = codePoints(text);
  return points <= count ? "X".repeat(points) : undefined;
};

/** The first code points. */
export const first: Step<StepArgs<"first">> = keyless(({ count }) => (text) => {
  const short = covered(text, count);
  if (short !== undefined) return short;
  let end = 0;
  for (let i = 0; i < count; i++) end += isHigh(text.charCodeAt(end)) ? 2 : 1;
  return text.slice(0, end);
});

/** The last code points. */
export const last: Step<StepArgs<"last">> = keyless(({ count }) => (text) => {
  const short = covered(text, count);
  if (short !== undefined) return short;
  let start = text.length;
  for (let i = 0; i < count; i++) start -= isLow(text.charCodeAt(start - 1)) ? 2 : 1;
  return text.slice(start);
});

const isShown = Uint8Array.from({ length: 128 }, (_, unit) => (/[A-Za-z0-9]/.test(String.fromCharCode(unit)) ? 0 : 1));
// A text of this length or less is quicker gone over by hand, if it has no surrogates.
const short = 256;

/** Every A-Z, a-z, 0-9 and every code point above U+007F becomes X. */
export function redactText(text: string): string {
  return (text.length <= short ? redactUnits(text) : undefined) ?? text.replace(/[A-Za-z0-9]|[\u{80}-\u{10FFFF}]/gu, "X");
}

function redactUnits(text: string): string | undefined {
  let redacted = "";
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (isHigh(unit) || isLow(unit)) return undefined;
    redacted += isShown[unit] === 1 ? text.charAt(i) : "X";
  }
  return redacted;
}

export const redact: Step<undefined> = keyless(() => redactText);
