/** How large a JSON value can get: the bytes of its compact text in UTF-8, and the same for its parts as far as they are known. */
import { bytesOf } from "./characters.ts";

/** Why a value has no bound, and at which place in it. */
export interface Unbounded {
  readonly path: string;
  readonly why: string;
}

export interface Size {
  /** Infinity when nothing bounds it. */
  readonly bytes: number;
  /** A text, which stands in a format without its quotes; `plain` (numbers, booleans, null) has none. */
  readonly form: "text" | "plain" | "structure";
  readonly fields?: ReadonlyMap<string, Size>;
  readonly element?: Size;
  /** Elements at most. */
  readonly count?: number;
  readonly unbounded?: Unbounded;
}

/** The longest number that JSON.stringify writes: `-0.0000012345678901234567`. */
export const NUMBER: Size = { bytes: 25, form: "plain" };
export const BOOLEAN: Size = { bytes: 5, form: "plain" };
export const NOTHING: Size = { bytes: 0, form: "plain" };
export const NO_FIELDS: Size = { bytes: 2, form: "structure", fields: new Map() };

/** A text whose content takes so many bytes. */
export const textOf = (bytes: number): Size => ({ bytes: bytes + 2, form: "text" });
/** Something of so many bytes, of which nothing else is known. */
export const anyOf = (bytes: number): Size => ({ bytes, form: "structure" });
export const unbounded = (why: string, path = ""): Size => ({
  bytes: Number.POSITIVE_INFINITY,
  form: "structure",
  unbounded: { path, why },
});

const within = (key: string, { path, why }: Unbounded): Unbounded => ({
  path: path === "" || path.startsWith("[") ? `${key}${path}` : `${key}.${path}`,
  why,
});

/** Bytes of a field with its name, without the comma. */
export const fieldBytes = (name: string, size: Size): number => bytesOf(name) + 1 + size.bytes;

/** An object with all of these fields. */
export function objectOf(fields: Iterable<readonly [string, Size]>): Size {
  const map = new Map(fields);
  const bytes = [...map].reduce((sum, [name, size]) => sum + fieldBytes(name, size), 2 + Math.max(0, map.size - 1));
  const [hit] = [...map].flatMap(([name, { unbounded: why }]) => (why ? [within(name, why)] : []));
  return { bytes, form: "structure", fields: map, ...(hit ? { unbounded: hit } : {}) };
}

/** An array of at most so many elements; Infinity when nothing bounds them. */
export function arrayOf(element: Size, count: number, why = "an array without .max()"): Size {
  if (count === 0) return { bytes: 2, form: "structure", element, count };
  const base = {
    bytes: count === Number.POSITIVE_INFINITY ? count : 1 + count * (element.bytes + 1),
    form: "structure",
    element,
    count,
  } as const;
  if (count === Number.POSITIVE_INFINITY) return { ...base, unbounded: { path: "", why } };
  return element.unbounded ? { ...base, unbounded: within("[]", element.unbounded) } : base;
}

/** One of two values. */
export function either(a: Size | undefined, b: Size): Size {
  if (!a || a.bytes === 0) return b;
  if (b.bytes === 0) return a;
  const names = new Set([...(a.fields?.keys() ?? []), ...(b.fields?.keys() ?? [])]);
  const fields = new Map<string, Size>();
  for (const name of names) fields.set(name, either(a.fields?.get(name), b.fields?.get(name) ?? NOTHING));
  const element = a.element && b.element ? either(a.element, b.element) : (a.element ?? b.element);
  const why = a.unbounded ?? b.unbounded;
  return {
    bytes: Math.max(a.bytes, b.bytes),
    form: a.form === b.form ? a.form : "structure",
    ...(a.fields || b.fields ? { fields } : {}),
    ...(element ? { element } : {}),
    ...(a.count !== undefined || b.count !== undefined ? { count: Math.max(a.count ?? 0, b.count ?? 0) } : {}),
    ...(why ? { unbounded: why } : {}),
  };
}

/** A part of a value; of which nothing is known that cannot be larger than the whole. */
export function partOf(size: Size, key: string | number): Size {
  const part = size.fields?.get(String(key)) ?? (typeof key === "number" ? size.element : undefined);
  if (part) return part;
  return { bytes: size.bytes, form: "structure", ...(size.unbounded ? { unbounded: size.unbounded } : {}) };
}

/** The same value, as its author says no larger than so many bytes. */
export function limited(size: Size, bytes: number): Size {
  const { unbounded: _, ...rest } = size;
  return size.bytes <= bytes ? size : { ...rest, bytes };
}

/** Whether two sizes say the same. */
export function sameSize(a: Size | undefined, b: Size | undefined): boolean {
  if (a === b) return true;
  if (!a || !b || a.bytes !== b.bytes || a.form !== b.form || a.count !== b.count || a.fields?.size !== b.fields?.size) return false;
  if ((a.element || b.element) && !sameSize(a.element, b.element)) return false;
  return [...(a.fields ?? [])].every(([name, size]) => sameSize(size, b.fields?.get(name)));
}
