/** Comparisons of Choice rules: values of another type than the operator's never compare. */
export type Order = "Equals" | "LessThan" | "LessThanEquals" | "GreaterThan" | "GreaterThanEquals";

const timestamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** Whether a text is a timestamp as RFC 3339 and Step Functions want it: with `T`, and `Z` or an offset. */
export function isTimestamp(value: string): boolean {
  return timestamp.test(value) && !Number.isNaN(Date.parse(value));
}

/** Whether `value` is, for example, LessThan `other`. */
export function compareValues(type: "String" | "Numeric" | "Timestamp" | "Boolean", order: Order, value: unknown, other: unknown): boolean {
  switch (type) {
    case "String":
      return typeof value === "string" && typeof other === "string" && holds(order, compareTexts(value, other));
    case "Numeric":
      return typeof value === "number" && typeof other === "number" && holds(order, value - other);
    case "Boolean":
      return typeof value === "boolean" && value === other;
    case "Timestamp":
      return bothTimestamps(value, other) && holds(order, compareTimestamps(value as string, other as string));
  }
}

function bothTimestamps(value: unknown, other: unknown): boolean {
  return typeof value === "string" && typeof other === "string" && isTimestamp(value) && isTimestamp(other);
}

function holds(order: Order, difference: number): boolean {
  switch (order) {
    case "Equals":
      return difference === 0;
    case "LessThan":
      return difference < 0;
    case "LessThanEquals":
      return difference <= 0;
    case "GreaterThan":
      return difference > 0;
    case "GreaterThanEquals":
      return difference >= 0;
  }
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Milliseconds decide; below them, the digits that Date.parse does not keep. */
function compareTimestamps(a: string, b: string): number {
  return Date.parse(a) - Date.parse(b) || nanoseconds(a) - nanoseconds(b);
}

function nanoseconds(value: string): number {
  const fraction = /\.(\d+)/.exec(value)?.[1] ?? "";
  return Number(fraction.padEnd(9, "0"));
}

/**
 * StringMatches: `*` stands for any text, `\*` for an asterisk. Takes time proportional to both lengths at worst.
 *
 * @example
 * matchesGlob("log-2024.txt", "log-*.txt"); // true
 */
export function matchesGlob(value: string, pattern: string): boolean {
  const parts = globParts(pattern);
  const first = parts[0] ?? "";
  if (parts.length === 1) return value === first;
  const last = parts.at(-1) ?? "";
  if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= value.length - last.length;
}

/** The literal texts between the asterisks. */
function globParts(pattern: string): string[] {
  const parts = [""];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] as string;
    const next = pattern[at + 1];
    if (character === "\\" && (next === "*" || next === "\\")) {
      parts[parts.length - 1] += next;
      at += 1;
    } else if (character === "*") parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts;
}
