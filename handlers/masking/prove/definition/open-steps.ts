/** The steps that need no key: they prepare a value, show an end of it, or hide all of it. */
import { formatResult, formatRoom, isDigit, isLetter } from "./format.ts";
import type { DefinedStep } from "./step.ts";

const ends = { first: (n: number) => [0, n] as const, last: (n: number) => [-n] as const };

const shown = (end: keyof typeof ends): DefinedStep => ({
  result: (text, [count]) => {
    const points = [...text];
    const n = Number(count);
    return points.length > n ? points.slice(...ends[end](n)).join("") : "X".repeat(points.length);
  },
  room: () => 0,
});

const dayPattern = /^\d{4}-\d\d-\d\d/;

/** The ten characters of the date that a text begins with; undefined when it begins with none of the years 1 to 9999. */
export function dayOf(text: string): string | undefined {
  const day = dayPattern.exec(text)?.[0];
  if (day === undefined || day < "0001-01-01") return undefined;
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? day : undefined;
}

/** Whether `redact` leaves a text as it is: nothing but X and ASCII characters that are neither letters nor digits. */
export function isRedacted(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f || (unit !== 88 && (isDigit(unit) || isLetter(unit)))) return false;
  }
  return true;
}

const lastAt = (text: string): number => text.lastIndexOf("@");

/** The steps by name. */
export const openSteps: Readonly<Record<string, DefinedStep>> = {
  keep: { result: (text) => text },
  trim: { result: (text) => text.replace(/^[ \t\r\n]+/, "").replace(/(?<![ \t\r\n])[ \t\r\n]+$/, "") },
  lower: { result: (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) },
  upper: { result: (text) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase()) },
  nfc: { result: (text) => text.normalize("NFC") },
  digits: { result: (text) => text.replace(/[^0-9]/g, "") },
  local: { result: (text) => (lastAt(text) < 0 ? text : text.slice(0, lastAt(text))) },
  domain: { result: (text) => (lastAt(text) < 0 ? "" : text.slice(lastAt(text) + 1)) },
  part: {
    result: (text, args) => {
      const n = Number(args.at(-1));
      // The separator may hold colons itself, as in `part:::2`.
      const pieces = text.split(args.slice(0, -1).join(":"));
      return pieces.at(n < 0 ? n : n - 1) ?? "";
    },
  },
  first: shown("first"),
  last: shown("last"),
  redact: { result: (text) => [...text].map((point) => (isRedacted(point) ? point : "X")).join(""), room: () => 0 },
  year: {
    result: (text, _args, given) => {
      const day = dayOf(text);
      return day === undefined ? formatResult(text, "", given) : `${day.slice(0, 4)}-01-01`;
    },
    room: (text) => (dayOf(text) === undefined ? formatRoom(text) : 0),
  },
};
