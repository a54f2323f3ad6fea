/** `{{ references }}` in a document's inputs: finds them, and puts values in their place. */

/** A name inside `{{ }}`: letters, digits and `_ . :` only, so that the pattern is linear. */
const anywhere = /\{\{\s*([A-Za-z0-9_.:-]+)\s*\}\}/g;
const whole = /^\s*\{\{\s*([A-Za-z0-9_.:-]+)\s*\}\}\s*$/;

/** Every reference in a value, in order, with repetitions. */
export function referencesIn(value: unknown): string[] {
  if (typeof value === "string") return [...value.matchAll(anywhere)].map((match) => match[1] as string);
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(referencesIn);
  return [];
}

/**
 * Replaces the references in a value. A text that is exactly one reference becomes the value itself (a list, a map, an
 * integer); inside a longer text it becomes text. Names (the keys of a map) are left alone, as in AWS.
 *
 * @example
 * ```ts
 * substitute({ Id: "refresh-{{ RunId }}", Tags: "{{ Tags }}" }, (name) => values.get(name));
 * ```
 */
export function substitute(value: unknown, resolve: (name: string) => unknown): unknown {
  if (typeof value === "string") {
    const only = whole.exec(value);
    if (only) return resolve(only[1] as string);
    return value.replace(anywhere, (_, name: string) => asText(resolve(name)));
  }
  if (Array.isArray(value)) return value.map((item) => substitute(item, resolve));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, resolve)]));
  }
  return value;
}

/** A value inside a longer text, and as the APIs show it: texts as they are, the rest as JSON. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
