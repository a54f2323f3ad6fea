/** `format`: every letter and digit moves within its alphabet; it is also what other steps fall back to. */
import type { StepArgs } from "../definitions/index.ts";
import { byteAt, type MacSeries } from "../keys.ts";
import type { Step, StepContext } from "./step.ts";

const perBlock = 32;

/** Moves one code point by a byte of the keyed hash. */
export function moveCodePoint(point: number, byte: number): string {
  if (point >= 48 && point <= 57) return String((point - 48 + 1 + (byte % 9)) % 10);
  if (point >= 65 && point <= 90) return String.fromCharCode(65 + ((point - 65 + 1 + (byte % 25)) % 26));
  if (point >= 97 && point <= 122) return String.fromCharCode(97 + ((point - 97 + 1 + (byte % 25)) % 26));
  return point > 0x7f ? "x" : String.fromCharCode(point);
}

/** The whole text moved by the blocks of its own keyed hash. */
export function formatText(text: string, series: MacSeries): string {
  const block = series(text);
  let masked = "";
  let index = 0;
  let bytes = "";
  for (const character of text) {
    const at = index % perBlock;
    if (at === 0) bytes = block(index / perBlock);
    masked += moveCodePoint(character.codePointAt(0) ?? 0, byteAt(bytes, at));
    index++;
  }
  return masked;
}

/** The bits that `format` can give this text: 25 results a letter and 9 a digit. */
export function formatRoom(text: string): number {
  let bits = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 48 && unit <= 57) bits += Math.log2(9);
    else if ((unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122)) bits += Math.log2(25);
  }
  return bits;
}

/** What a step does with a text outside its domain. */
export function fallback(step: string, context: StepContext): (text: string) => string {
  const series = context.keys.series("format", "");
  return (text) => {
    context.onFallback?.(step);
    return formatText(text, series);
  };
}

export const format: Step<StepArgs<"format">> = {
  compile: ({ domain }, { keys }) => {
    const series = keys.series("format", domain);
    return (text) => formatText(text, series);
  },
  room: (_args, text) => formatRoom(text),
};
