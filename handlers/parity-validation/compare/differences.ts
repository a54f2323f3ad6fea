/** Where two compared forms differ, member by member, in words that a person can act on. */
import type { Canonical } from "./canonical.ts";

/** One place that differs. */
export interface Difference {
  /** The field, or `field.member`. */
  readonly field: string;
  readonly expected: string;
  readonly actual: string;
}

/** Longer values are cut; nobody reads more, and a report stays small. */
const longest = 600;
const nothing = "(none)";

/**
 * The differences between what is expected and what is there; of sets, what is lacking and what is too much.
 *
 * @example
 * ```ts
 * differences("tags", { Owner: "data" }, {}); // [{ field: "tags.Owner", expected: "data", actual: "(none)" }]
 * ```
 */
export function differences(field: string, expected: Canonical, actual: Canonical): Difference[] {
  if (isSet(expected) || isSet(actual)) return setDifference(field, asSet(expected), asSet(actual));
  if (isMembers(expected) || isMembers(actual)) {
    const left = isMembers(expected) ? expected : {};
    const right = isMembers(actual) ? actual : {};
    const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
    return names.flatMap((name) => differences(`${field}.${name}`, own(left, name), own(right, name)));
  }
  return worded(expected) === worded(actual) && typeof expected === typeof actual
    ? []
    : [{ field, expected: worded(expected), actual: worded(actual) }];
}

function setDifference(field: string, expected: ReadonlySet<string>, actual: ReadonlySet<string>): Difference[] {
  const lacking = [...expected].filter((item) => !actual.has(item));
  const extra = [...actual].filter((item) => !expected.has(item));
  return lacking.length + extra.length === 0 ? [] : [{ field, expected: enumerated(lacking), actual: enumerated(extra) }];
}

function enumerated(items: readonly string[]): string {
  return items.length === 0 ? nothing : cut([...items].sort().map(readable).join("; "));
}

/** An element that is an object: `id one-day, status Enabled`. */
function readable(item: string): string {
  if (!item.startsWith("{")) return item;
  const members = Object.entries(JSON.parse(item) as Record<string, unknown>);
  return members.map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`).join(", ");
}

function worded(value: Canonical): string {
  if (value === undefined || value === "") return nothing;
  if (Array.isArray(value)) return value.length === 0 ? nothing : cut(value.join(", "));
  return cut(String(value));
}

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);
const own = (value: { readonly [name: string]: Canonical }, name: string): Canonical =>
  Object.hasOwn(value, name) ? value[name] : undefined;
const isSet = (value: Canonical): value is ReadonlySet<string> => value instanceof Set;
const asSet = (value: Canonical): ReadonlySet<string> => (isSet(value) ? value : new Set());
const isMembers = (value: Canonical): value is { readonly [name: string]: Canonical } =>
  typeof value === "object" && !Array.isArray(value) && !isSet(value);
