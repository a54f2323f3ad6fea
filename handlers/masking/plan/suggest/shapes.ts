/** What a value looks like: forms that its characters, its check digits or a list of names give away. */

import { hasPersonName } from "../../decide/index.ts";
import { ibanCheck, luhnDigit } from "../../engine/steps/account-numbers.ts";

/** What a value may be. */
export type Shape =
  | "e-mail address"
  | "card number"
  | "IBAN"
  | "IP address"
  | "uuid"
  | "date"
  | "social security number"
  | "phone number"
  | "person's name";

const mostCharacters = 200;
const octet = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})";
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}(?:/[0-9]{1,2})?$`);
const ipv6 = /^(?=.*::|(?:[^:]+:){7}[^:]+$)(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:\/[0-9]{1,3})?$/i;

const isEmail = (text: string): boolean => /^[^\s@<>]{1,64}@[^\s@<>.]+(?:\.[^\s@<>.]+)+$/.test(text);

function isCard(text: string): boolean {
  if (!/^[0-9]{4}[0-9 -]{7,19}[0-9]$/.test(text)) return false;
  const digits = text.replace(/[^0-9]+/g, "");
  // The first digits of card networks; a run of zeros passes Luhn too.
  return digits.length >= 13 && digits.length <= 19 && /^[2-6]/.test(digits) && luhnDigit(digits.slice(0, -1)) === digits.at(-1);
}

function isIban(text: string): boolean {
  const compact = text.replace(/ +/g, "").toUpperCase();
  return /^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(compact) && ibanCheck(compact.slice(0, 2), compact.slice(4)) === compact.slice(2, 4);
}

function isDate(text: string): boolean {
  const [, month, day] = /^[0-9]{4}-([0-9]{2})-([0-9]{2})(?:[T ]|$)/.exec(text) ?? [];
  return month !== undefined && day !== undefined && Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
}

function isPhone(text: string): boolean {
  if (!/^\+?[0-9(][0-9 ()./-]{5,22}[0-9]$/.test(text) || /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9.]+)$/.test(text)) return false;
  const digits = text.replace(/[^0-9]+/g, "").length;
  // Bare digits may be any number.
  return digits >= 7 && digits <= 15 && /^\+|[ ()/-]/.test(text);
}

// The narrower forms go first: an address of the net is dots and digits too.
const tests: readonly (readonly [Shape, (text: string) => boolean])[] = [
  ["e-mail address", isEmail],
  ["IBAN", isIban],
  ["uuid", (text) => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text)],
  ["date", isDate],
  ["IP address", (text) => ipv4.test(text) || ipv6.test(text)],
  ["card number", isCard],
  ["social security number", (text) => /^(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}$/.test(text)],
  ["phone number", isPhone],
  ["person's name", hasPersonName],
];

/** The shape of one value; undefined when it has none of them. */
export function shapeOf(value: string): Shape | undefined {
  const text = value.trim();
  if (text === "" || text.length > mostCharacters) return undefined;
  return tests.find(([, test]) => test(text))?.[0];
}

/** The shape that most of the samples have, and of how many. */
export function shapeOfMost(samples: readonly string[]): { shape: Shape; of: number; in: number } | undefined {
  const filled = samples.filter((sample) => sample.trim() !== "");
  const counts = new Map<Shape, number>();
  for (const sample of filled) {
    const shape = shapeOf(sample);
    if (shape !== undefined) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  if (most === undefined) return undefined;
  const [shape, of] = most;
  // A list of names knows only some of them.
  const enough = shape === "person's name" ? 0.3 : 0.8;
  return of >= filled.length * enough ? { shape, of, in: filled.length } : undefined;
}
