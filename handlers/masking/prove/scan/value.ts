/** Scans values that a client or a reader has parsed: rows, items of a table, columns of Parquet. */
import type { Look, Place } from "./place.ts";

/** Gives every text, number and name of a member of a value. Bytes are given in base64, dates in their ISO form. */
export function scanValue(value: unknown, root: Place, look: Look): void {
  const waiting: { value: unknown; place: Place }[] = [{ value, place: root }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { place } = next;
    switch (typeof next.value) {
      case "string":
        look(place, next.value, place.kind ?? "text");
        break;
      case "number":
      case "bigint":
        look(place, String(next.value), "number");
        break;
      case "boolean":
        look(place, place.kind === "null" ? "" : String(next.value), place.kind === "null" ? "null" : "boolean");
        break;
      case "object":
        open(next.value, place, look, waiting);
        break;
      default:
        look(place, "", "null");
    }
  }
}

function open(value: object | null, place: Place, look: Look, waiting: { value: unknown; place: Place }[]): void {
  if (value === null) look(place, "", "null");
  else if (value instanceof Uint8Array) look(place, Buffer.from(value).toString("base64"), "binary");
  else if (value instanceof Date) look(place, Number.isNaN(value.getTime()) ? "" : value.toISOString(), "text");
  else if (value instanceof Map) members(value, place, look, waiting);
  else if (Array.isArray(value) || value instanceof Set || ArrayBuffer.isView(value)) {
    for (const item of value as Iterable<unknown>) waiting.push({ value: item, place });
  } else members(Object.entries(value), place, look, waiting);
}

function members(entries: Iterable<[unknown, unknown]>, place: Place, look: Look, waiting: { value: unknown; place: Place }[]): void {
  for (const [key, value] of entries) {
    const name = String(key);
    if (place.hasNames) look(place.namePlace, name, "name");
    waiting.push({ value, place: place.member(name) });
  }
}
