/** JSON values that travel between states: the value, with its text kept once it has been made, since events and size limits need both. */

/** State data: a value nobody changes, and its JSON text. */
export class Data {
  readonly value: unknown;
  #text: string | undefined;
  #bytes: number | undefined;

  constructor(value: unknown, text?: string) {
    this.value = value;
    this.#text = text;
  }

  get text(): string {
    this.#text ??= JSON.stringify(this.value) ?? "null";
    return this.#text;
  }

  /** The size that the 256 KiB quota counts: bytes of UTF-8. */
  get bytes(): number {
    this.#bytes ??= Buffer.byteLength(this.text, "utf8");
    return this.#bytes;
  }
}

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads an own member only, so that `constructor` and friends are never found. */
export function own(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A copy of `object` with one member set; safe for `__proto__`. */
export function withMember(object: JsonObject, name: string, value: unknown): JsonObject {
  const copy = { ...object };
  setMember(copy, name, value);
  return copy;
}

/** Sets an own member, whatever it is called. */
export function setMember(object: JsonObject, name: string, value: unknown): void {
  if (name === "__proto__") Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
  else object[name] = value;
}
