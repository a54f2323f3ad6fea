/** Compares JSON without regard to the order of keys. */
import type { Json, JsonObject } from "../asl/index.ts";

/** Whether it is an object, and no list. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A JSONata expression stands between these marks. */
export const isJsonata = (value: Json): boolean =>
  typeof value === "string" && value.length >= 4 && value.startsWith("{%") && value.endsWith("%}");

/** The objects of a list; nothing when it is no list of objects. */
export const objectsOf = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value) && value.every((entry: Json) => isObject(entry)) ? (value as readonly JsonObject[]) : [];

/** A member of its own, so that a key like `constructor` is none. */
export const member = (object: JsonObject, key: string): Json | undefined => (Object.hasOwn(object, key) ? object[key] : undefined);

/** The object without some of its keys. */
export const without = (object: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

/** One text for equal values, whatever the order of their keys. */
export function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "";
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(member(value, key))}`);
  return `{${members.join(",")}}`;
}

/** Whether two values are the same but for the order of keys. */
export const isSame = (before: Json | undefined, after: Json | undefined): boolean => canonical(before) === canonical(after);
