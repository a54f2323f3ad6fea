/** `date` and `year`: a date moved by some days, or reduced to its year. */
import { num } from "../keys.ts";
import { fallback, formatRoom, formatSubkey } from "./format.ts";
import { integer, isDomain, type StepDefinition } from "./step.ts";

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

const dateStep: StepDefinition = {
  name: "date",
  usage: "date:N or date:N:FIELD (N days, from 1 to 36500)",
  bind: (args) => {
    const n = integer(args[0], 1, 36_500);
    const field = args[1];
    if (n === undefined || args.length > 2 || (args.length === 2 && !isDomain(field))) return undefined;
    return {
      masks: true,
      subkeys: [{ function: "date", domain: "" }, formatSubkey],
      ...(field === undefined ? {} : { field }),
      compile: (context) => {
        const mac = context.keys.mac("date", "");
        const otherwise = fallback("date", context);
        return (text, row) => {
          if (!beginsWithDate(text)) return otherwise(text);
          const day = text.slice(0, 10);
          const m = num(mac(field === undefined ? day : (row?.(field) ?? day))) % (2 * n);
          const masked = moved(day, m < n ? m - n : m - n + 1);
          return masked === undefined ? otherwise(text) : masked + text.slice(10);
        };
      },
      room: (text) => (beginsWithDate(text) ? Math.log2(2 * n) : formatRoom(text)),
      longest: (input) => input,
    };
  },
};

const yearStep: StepDefinition = {
  name: "year",
  usage: "year",
  bind: (args) =>
    args.length > 0
      ? undefined
      : {
          masks: true,
          subkeys: [formatSubkey],
          compile: (context) => {
            const otherwise = fallback("year", context);
            return (text) => (beginsWithDate(text) ? `${text.slice(0, 4)}-01-01` : otherwise(text));
          },
          room: (text) => (beginsWithDate(text) ? 0 : formatRoom(text)),
          longest: (input) => input,
        },
};

/** date and year. */
export const dateSteps: readonly StepDefinition[] = [dateStep, yearStep];
