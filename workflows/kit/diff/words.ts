/** Values and names as a reader sees them in one line. */
import type { Json } from "../asl/index.ts";

const LONGEST = 60;
const KEPT = 20;

/** A value; a path or an expression stands without quotation marks. */
export interface Shown {
  readonly value: Json;
  readonly computed: boolean;
}

/** Control characters and changes of direction would move the reader's cursor. */
export const visible = (text: string): string =>
  text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A name in quotation marks. */
export const quoted = (name: string): string => `"${visible(name)}"`;

const whole = ({ value, computed }: Shown): string =>
  computed && typeof value === "string" ? visible(value) : visible(JSON.stringify(value));

const cut = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`);

/** One value, cut when it is long. */
export const show = (shown: Shown): string => cut(whole(shown));

function commonStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

function commonEnd(a: string, b: string, from: number): number {
  let at = 0;
  while (at < Math.min(a.length, b.length) - from && a[a.length - 1 - at] === b[b.length - 1 - at]) at++;
  return at;
}

/** What a value was and is; of long ones the part that differs. */
export function showChange(from: Shown, to: Shown): string {
  const [before, after] = [whole(from), whole(to)];
  if (before.length <= LONGEST && after.length <= LONGEST) return `${before} → ${after}`;
  const start = commonStart(before, after);
  const end = commonEnd(before, after, start);
  const part = (text: string): string => {
    const first = Math.max(0, start - KEPT);
    const last = Math.min(text.length, text.length - end + KEPT);
    return cut(`${first > 0 ? "…" : ""}${text.slice(first, last)}${last < text.length ? "…" : ""}`);
  };
  return `${part(before)} → ${part(after)}`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[], most = 3): string {
  if (names.length > most) return `${names.slice(0, most - 1).join(", ")} and ${names.length - most + 1} more`;
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** `1 state`, `2 states`. */
export const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? "" : "s"}`;
