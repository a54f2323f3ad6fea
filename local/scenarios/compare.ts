/** Compares what came with what was expected, field by field. */

const show = (value: unknown): string => JSON.stringify(value) ?? "nothing";
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Where `actual` lacks or differs from `expected`: objects may have further fields, arrays may not have further entries.
 *
 * @returns a sentence a difference
 */
export function differences(actual: unknown, expected: unknown, at: string): readonly string[] {
  if (isObject(expected)) {
    if (!isObject(actual)) return [`${at} is ${show(actual)}, expected ${show(expected)}`];
    return Object.entries(expected).flatMap(([key, value]) => differences(actual[key], value, `${at}.${key}`));
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return [`${at} is ${show(actual)}, expected ${show(expected)}`];
    return expected.flatMap((value, index) => differences(actual[index], value, `${at}[${index}]`));
  }
  return Object.is(actual, expected) ? [] : [`${at} is ${show(actual)}, expected ${show(expected)}`];
}
