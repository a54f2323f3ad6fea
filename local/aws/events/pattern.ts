/** Event patterns: which events a rule matches. */
import { AwsError } from "../gateway/service.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * Whether an event matches. A list in the pattern means any of its members; objects nest; everything named must match.
 *
 * @example
 * matches({ source: ["aws.states"], detail: { status: ["FAILED", { prefix: "TIMED" }] } }, event);
 */
export function matches(pattern: Json, event: Json): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === "$or") return Array.isArray(wanted) && wanted.some((one) => isObject(one) && matches(one, event));
    const value = Object.hasOwn(event, name) ? event[name] : undefined;
    if (Array.isArray(wanted)) return matchesAny(wanted, value);
    return isObject(wanted) && matches(wanted, isObject(value) ? value : {});
  });
}

/** A list of the event matches when one of its members does. */
function matchesAny(wanted: readonly unknown[], value: unknown): boolean {
  const values = Array.isArray(value) ? value : [value];
  return wanted.some((one) => (isObject(one) ? values.some((candidate) => matchesFilter(one, candidate)) : values.includes(one)));
}

const filters = new Map<string, (operand: unknown, value: unknown) => boolean>([
  ["exists", (operand, value) => (value !== undefined) === operand],
  ["prefix", (operand, value) => textual(operand, value, (text, part) => text.startsWith(part))],
  ["suffix", (operand, value) => textual(operand, value, (text, part) => text.endsWith(part))],
  ["equals-ignore-case", (operand, value) => textual(operand, value, (text, other) => text.toLowerCase() === other.toLowerCase())],
  ["anything-but", (operand, value) => value !== undefined && !anythingBut(operand, value)],
]);

function matchesFilter(filter: Json, value: unknown): boolean {
  return Object.entries(filter).every(([name, operand]) => filters.get(name)?.(operand, value) === true);
}

function anythingBut(operand: unknown, value: unknown): boolean {
  if (isObject(operand)) return matchesFilter(operand, value);
  return (Array.isArray(operand) ? operand : [operand]).includes(value);
}

function textual(operand: unknown, value: unknown, compare: (text: string, operand: string) => boolean): boolean {
  return typeof value === "string" && typeof operand === "string" && compare(value, operand);
}

/**
 * Reads a rule's pattern.
 *
 * @throws AwsError InvalidEventPatternException, or 501 for a filter that this one does not know
 */
export function parsePattern(text: string): Json {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw invalid("it is not JSON");
  }
  if (!isObject(parsed) || Object.keys(parsed).length === 0) throw invalid("it must be a JSON object that is not empty");
  check(parsed, "");
  return parsed;
}

function check(pattern: Json, path: string): void {
  for (const [name, wanted] of Object.entries(pattern)) {
    const place = path === "" ? name : `${path}.${name}`;
    if (name === "$or" && Array.isArray(wanted)) {
      for (const one of wanted) if (isObject(one)) check(one, path);
    } else if (Array.isArray(wanted)) {
      if (wanted.length === 0) throw invalid(`empty arrays are not allowed at ${place}`);
      for (const one of wanted) if (isObject(one)) checkFilter(one, place);
    } else if (isObject(wanted)) {
      check(wanted, place);
    } else {
      throw invalid(`"${place}" must be an object or an array`);
    }
  }
}

function checkFilter(filter: Json, place: string): void {
  for (const name of Object.keys(filter)) {
    if (!filters.has(name)) {
      throw new AwsError(
        "NotImplementedException",
        `events:PutRule: the local AWS does not know the filter "${name}" at ${place}; it knows ${[...filters.keys()].join(", ")}.`,
        501,
      );
    }
  }
}

function invalid(why: string): AwsError {
  return new AwsError("InvalidEventPatternException", `Event pattern is not valid. Reason: ${why}`);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
