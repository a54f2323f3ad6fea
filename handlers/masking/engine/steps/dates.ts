/** `date` and `year`: a date moved by some days, or reduced to its year. */
import type { StepArgs } from "../definitions/index.ts";
import { num } from "../keys.ts";
import { fallback, formatRoom } from "./format.ts";
import type { Step } from "./step.ts";

const dayMs = 86_400_000;
const firstDay = Date.parse("0001-01-01");
const lastDay = Date.parse("9999-12-31");

/** Whether a text begins with a valid YYYY-MM-DD of the years 1 to 9999. */
export function beginsWithDate(text: string): boolean {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}

// A day beyond the years 1 to 9999 is no date of masking/v1: the caller does as `format`.
function moved(day: string, shift: number): string | undefined {
  const time = Date.parse(day) + shift * dayMs;
  return time < firstDay || time > lastDay ? undefined : new Date(time).toISOString().slice(0, 10);
}

export const date: Step<StepArgs<"date">> = {
  compile: ({ days, field }, context) => {
    const mac = context.keys.mac("date", "");
    const otherwise = fallback("date", context);
    return (text, row) => {
      if (!beginsWithDate(text)) return otherwise(text);
      const day = text.slice(0, 10);
      const m = num(mac(field === undefined ? day : (row?.(field) ?? day))) % (2 * days);
      const masked = moved(day, m < days ? m - days : m - days + 1);
      return masked === undefined ? otherwise(text) : masked + text.slice(10);
    };
  },
  room: ({ days }, text) => (beginsWithDate(text) ? Math.log2(2 * days) : formatRoom(text)),
};

export const year: Step<undefined> = {
  compile: (_args, context) => {
    const otherwise = fallback("year", context);
    return (text) => (beginsWithDate(text) ? `${text.slice(0, 4)}-01-01` : otherwise(text));
  },
  room: (_args, text) => (beginsWithDate(text) ? 0 : formatRoom(text)),
};
