/** Intrinsic functions on arrays. */
import { isDeepStrictEqual } from "node:util";
import { count, integer, list } from "./arguments.ts";
import type { IntrinsicBody } from "./functions.ts";

const mostElements = 1_000;

export const arrayFunctions = {
  Array: (values) => [...values],

  ArrayPartition: (values) => {
    count("States.ArrayPartition", values, 2);
    const items = list("States.ArrayPartition", values, 0);
    const size = integer("States.ArrayPartition", values, 1);
    if (size < 1) throw new RangeError("The chunk size of States.ArrayPartition must be positive");
    if (items.length / size > mostElements) throw new RangeError(`States.ArrayPartition cannot give more than ${mostElements} chunks`);
    return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
  },

  ArrayContains: (values) => {
    count("States.ArrayContains", values, 2);
    return list("States.ArrayContains", values, 0).some((item) => isDeepStrictEqual(item, values[1]));
  },

  ArrayRange: (values) => {
    count("States.ArrayRange", values, 3);
    const [first, last, step] = [0, 1, 2].map((position) => integer("States.ArrayRange", values, position)) as [number, number, number];
    if (step === 0) throw new RangeError("The step of States.ArrayRange cannot be 0");
    const length = Math.max(Math.floor((last - first) / step) + 1, 0);
    if (length > mostElements) throw new RangeError(`States.ArrayRange cannot give more than ${mostElements} elements`);
    return Array.from({ length }, (_, index) => first + index * step);
  },

  ArrayGetItem: (values) => {
    count("States.ArrayGetItem", values, 2);
    const items = list("States.ArrayGetItem", values, 0);
    const index = integer("States.ArrayGetItem", values, 1);
    if (index < 0 || index >= items.length) throw new RangeError(`The index ${index} of States.ArrayGetItem is out of bounds`);
    return items[index];
  },

  ArrayLength: (values) => {
    count("States.ArrayLength", values, 1);
    return list("States.ArrayLength", values, 0).length;
  },

  ArrayUnique: (values) => {
    count("States.ArrayUnique", values, 1);
    const seen = new Set<string>();
    return list("States.ArrayUnique", values, 0).filter((item) => {
      const key = canonical(item);
      return seen.has(key) ? false : seen.add(key) !== undefined;
    });
  },
} satisfies Record<string, IntrinsicBody>;

/** The same text for equal values, whatever the order of their members. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}
