/** Scans JSON records: every text at any depth, names of members included. Shares no code with the maskers. */
import type { Leaf } from "./leaf.ts";

/**
 * Every text of one JSON record. Names of members are texts too.
 *
 * @throws SyntaxError when the line is not JSON
 */
export function* scanNdjson(line: string): Generator<Leaf> {
  if (line.trim() === "") return;
  yield* walk(JSON.parse(line.replace(/^\ufeff/, "")));
}

/** Every text of one line of a DynamoDB export, `{"Item": {"name": {"S": "…"}}}`; binary values as base64, and as text where they are UTF-8. */
export function* scanDynamoJson(line: string): Generator<Leaf> {
  if (line.trim() === "") return;
  const record: unknown = JSON.parse(line);
  const item = isRecord(record) ? record.Item : undefined;
  if (!isRecord(item)) throw new SyntaxError("A line of a DynamoDB export has an Item.");
  yield* attributes(item, "");
}

function* walk(root: unknown): Generator<Leaf> {
  const waiting: { value: unknown; place: string }[] = [{ value: root, place: "" }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, place } = next;
    if (typeof value === "string") yield { place, text: value };
    else if (typeof value === "number") yield { place, text: String(value) };
    else if (Array.isArray(value)) for (const item of value) waiting.push({ value: item, place });
    else if (isRecord(value)) {
      for (const [name, member] of Object.entries(value)) {
        yield { place: `${place}#name`, text: name };
        waiting.push({ value: member, place: place === "" ? name : `${place}.${name}` });
      }
    }
  }
}

function* attributes(map: Record<string, unknown>, place: string): Generator<Leaf> {
  for (const [name, value] of Object.entries(map)) {
    yield { place: `${place}#name`, text: name };
    yield* attribute(value, place === "" ? name : `${place}.${name}`);
  }
}

function* attribute(value: unknown, place: string): Generator<Leaf> {
  if (!isRecord(value)) return;
  for (const [type, content] of Object.entries(value)) {
    if (type === "M" && isRecord(content)) yield* attributes(content, place);
    else if (type === "L" && Array.isArray(content)) for (const item of content) yield* attribute(item, place);
    else for (const text of Array.isArray(content) ? content : [content]) yield* scalar(type, text, place);
  }
}

function* scalar(type: string, text: unknown, place: string): Generator<Leaf> {
  if (typeof text !== "string") return;
  yield { place, text };
  if (type !== "B" && type !== "BS") return;
  const decoded = Buffer.from(text, "base64").toString("utf8");
  if (!decoded.includes("\ufffd")) yield { place, text: decoded };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
