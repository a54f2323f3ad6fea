/** Masks JSON records, a line each, without losing a byte outside what is masked. */
import type { Fields } from "./fields.ts";
import { JsonText } from "./json-text.ts";

/**
 * One JSON record with its texts masked; numbers, order, blanks and duplicate names stay as they are written.
 *
 * @throws FormatError when the line is not JSON
 * @throws MaskingValueError when a text holds U+0000 or a lone surrogate
 * @example
 * ```ts
 * maskJsonLine('{"email":"ana@corp.example","n":1.10}', fields); // {"email":"test+…@example.com","n":1.10}
 * ```
 */
export function maskJsonLine(line: string, fields: Fields): string {
  const json = new JsonText(line);
  if (json.peek() === "") return line;
  fields.begin(rowOf(line));
  value(json, fields, []);
  return json.finish();
}

function value(json: JsonText, fields: Fields, path: readonly string[]): void {
  const next = json.peek();
  if (next === "{") {
    json.object((name) => {
      const masked = fields.name(path, name.value);
      if (masked !== name.value) json.replace(name.start, name.end, JSON.stringify(masked));
      value(json, fields, [...path, name.value]);
    });
  } else if (next === "[") {
    json.array(() => value(json, fields, path));
  } else if (next === '"') {
    const text = json.string();
    const masked = fields.text(path, text.value);
    if (masked !== text.value) json.replace(text.start, text.end, JSON.stringify(masked));
  } else scalar(json, fields, path);
}

function scalar(json: JsonText, fields: Fields, path: readonly string[]): void {
  const word = json.word();
  if (word !== undefined) {
    if (word.value !== null && !fields.boolean(path)) json.replace(word.start, word.end, "null");
    return;
  }
  const { start, end } = json.number();
  const masked = fields.number(path, json.text.slice(start, end));
  if (masked !== undefined) json.replace(start, end, masked ?? "null");
}

// Only `date:N:FIELD` reads a row, so it is parsed when it is asked for.
function rowOf(line: string): (field: string) => string | null {
  let record: unknown;
  return (field) => {
    record ??= JSON.parse(line.replace(/^\ufeff/, ""));
    const found = typeof record === "object" && record !== null ? Object.getOwnPropertyDescriptor(record, field)?.value : undefined;
    return typeof found === "string" ? found : typeof found === "number" || typeof found === "boolean" ? String(found) : null;
  };
}
