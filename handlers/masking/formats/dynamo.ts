/** Masks the lines of a DynamoDB export, `{"Item": {"name": {"S": "…"}}}`, at any depth. */
import type { Block } from "./block.ts";
import { FormatError, inRecord } from "./errors.ts";
import type { Field } from "./field.ts";
import type { Fields } from "./fields.ts";
import { encodeText, escapedFlag, replaceText } from "./json-bytes.ts";
import { JsonCursor } from "./json-cursor.ts";
import { deepest } from "./limits.ts";
import type { BlockMasker } from "./masker.ts";
import { memberAt } from "./member-name.ts";
import type { PlaceNode } from "./place-node.ts";
import { memberOf, RecordRow } from "./record-row.ts";

/** Told each item's masked key. */
export interface KeysOptions {
  /** The table's key attributes. */
  readonly names: readonly string[];
  /** Takes the masked key as JSON, `[{"S":"…"},{"N":"…"}]`: equal keys are equal texts. */
  readonly onKey: (key: string) => void;
}

const nothing = '{"NULL":true}';

const fieldOf = (line: unknown, field: string): string | null => {
  const attribute = memberOf(memberOf(line, "Item"), field);
  const found = memberOf(attribute, "S") ?? memberOf(attribute, "N");
  return typeof found === "string" ? found : null;
};

/**
 * Masks the lines of an export's data file. Texts are masked, binary values emptied, numbers and booleans pass unless their
 * name is personal; what becomes null has the type NULL; equal members of a set are written once.
 */
export class DynamoMasker implements BlockMasker {
  readonly lines = true;
  #records = 0;
  readonly #fields: Fields;
  readonly #keys: KeysOptions | undefined;
  readonly #row = new RecordRow(fieldOf);
  readonly #key = new Map<string, string>();
  #depth = 0;

  constructor(fields: Fields, keys?: KeysOptions) {
    this.#fields = fields;
    this.#keys = keys;
  }

  get current(): number {
    return this.#records + 1;
  }

  mask(block: Block): number {
    const json = new JsonCursor(block, block.start);
    try {
      while (json.at < block.length) {
        if (json.peek() !== 10) this.#line(json);
        if (json.peek() !== 10) throw new FormatError("Something follows the item", json.at);
        block.commit(++json.at);
      }
    } catch (error) {
      throw inRecord(error, Math.max(1, this.#records), block.base);
    }
    return json.at;
  }

  finish(): void {}

  #line(json: JsonCursor): void {
    this.#records++;
    this.#depth = 0;
    this.#row.begin(json.block.bytes, json.at);
    const item = this.#fields.begin(this.#row.row);
    json.expect(123);
    json.text();
    if (json.value !== "Item") throw new FormatError('A line of an export has "Item" and nothing else', json.textStart);
    json.expect(58);
    this.#members(json, item, this.#keys);
    if (json.peek() === 44) throw new FormatError('A line of an export has "Item" and nothing else', json.at);
    json.expect(125);
    if (this.#keys !== undefined) this.#tellKey(this.#keys);
  }

  #tellKey({ names, onKey }: KeysOptions): void {
    onKey(JSON.stringify(names.map((name) => JSON.parse(this.#key.get(name) ?? "null") as unknown)));
    this.#key.clear();
  }

  #members(json: JsonCursor, within: PlaceNode, keys?: KeysOptions): void {
    this.#open(json, 123);
    let before: PlaceNode | undefined;
    if (!json.take(125)) {
      do {
        json.peek();
        const member = memberAt(this.#fields, json.block, within, before, json.at);
        if (member === undefined) throw new FormatError("A text of JSON does not end", json.at);
        before = member;
        json.at += member.written.length + 2;
        json.expect(58);
        json.peek();
        const start = json.at;
        this.#attribute(json, member);
        const name = member.path[0] ?? "";
        if (keys?.names.includes(name) === true) this.#key.set(name, utf8(json.block.piece(start, json.at)));
      } while (json.take(44));
      json.expect(125);
    }
    this.#depth--;
  }

  #attribute(json: JsonCursor, place: PlaceNode): void {
    json.peek();
    const start = json.at;
    json.expect(123);
    if (json.peek() === 125) throw new FormatError("An attribute has a type", start);
    json.text();
    const type = json.written;
    json.expect(58);
    const isNull = this.#typed(json, place, type);
    if (json.peek() === 44) throw new FormatError("An attribute has one type", json.at);
    json.expect(125);
    if (isNull) json.block.replace(start, json.at, nothing);
  }

  // True when the whole attribute becomes NULL; only types that replace nothing inside may say so.
  #typed(json: JsonCursor, place: PlaceNode, type: string): boolean {
    switch (type) {
      case "M":
        this.#members(json, place);
        return false;
      case "L":
        this.#items(json, () => this.#attribute(json, place));
        return false;
      case "NULL":
        json.word();
        return false;
      case "BOOL":
        if (json.peek() === 110) throw new FormatError("BOOL is true or false", json.at);
        json.word();
        return !this.#field(place).boolean();
      case "S":
        return text(json, this.#field(place));
      case "N":
        return number(json, this.#field(place));
      case "B":
        json.text();
        if (!this.#field(place).binary()) json.block.replace(json.textStart, json.textEnd, '""');
        return false;
      case "SS":
      case "NS":
      case "BS":
        return this.#set(json, this.#field(place), type);
      default:
        throw new FormatError("DynamoDB has no type of this name", json.textStart);
    }
  }

  // Masked members may become equal, and a set holds each once; an empty set is not allowed.
  #set(json: JsonCursor, field: Field, type: "SS" | "NS" | "BS"): boolean {
    json.peek();
    const start = json.at;
    if (type === "SS" ? field.keeps : type === "NS" && field.passesNumbers) {
      this.#items(json, () => void (type === "SS" ? text(json, field) : number(json, field)));
      return false;
    }
    const before: string[] = [];
    this.#items(json, () => {
      if (type === "NS") json.quotedNumber();
      else json.text();
      before.push(json.value);
    });
    const masked = new Set<string>();
    for (const value of before) {
      const one = type === "SS" ? field.text(value) : type === "NS" ? field.number(value) : field.binary() ? value : null;
      if (one !== null) masked.add(one ?? value);
    }
    if (masked.size === 0) return true;
    const after = [...masked];
    if (after.length !== before.length || after.some((value, i) => value !== before[i]))
      json.block.replace(start, json.at, `[${after.map(encodeText).join(",")}]`);
    return false;
  }

  #items(json: JsonCursor, item: () => void): void {
    this.#open(json, 91);
    if (!json.take(93)) {
      do item();
      while (json.take(44));
      json.expect(93);
    }
    this.#depth--;
  }

  #open(json: JsonCursor, bracket: number): void {
    json.expect(bracket);
    if (++this.#depth > deepest) throw new FormatError(`The item is more than ${deepest} levels deep`, json.at);
  }

  #field(place: PlaceNode): Field {
    return place.field ?? this.#fields.of(place);
  }
}

const utf8 = (bytes: string): string => Buffer.from(bytes, "latin1").toString("utf8");

function text(json: JsonCursor, field: Field): boolean {
  json.text();
  if (field.keeps && (json.flags & escapedFlag) === 0) {
    field.keepText();
    return false;
  }
  const { value } = json;
  const masked = field.text(value);
  if (masked !== null && masked !== value) replaceText(json.block, json.textStart, json.textEnd, masked);
  return masked === null;
}

function number(json: JsonCursor, field: Field): boolean {
  json.quotedNumber();
  const masked = field.number(field.passesNumbers ? "" : json.value);
  if (typeof masked === "string") json.block.replace(json.textStart, json.textEnd, `"${masked}"`);
  return masked === null;
}
