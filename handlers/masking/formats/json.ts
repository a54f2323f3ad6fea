/** Masks JSON, one document of any size or a record a line, without losing a byte outside what is masked. */
import type { Block } from "./block.ts";
import { FormatError, inRecord } from "./errors.ts";
import type { Fields } from "./fields.ts";
import { decodeText, escapedFlag, numberEnd, replaceText, textEnd, unfinished, wordEnd } from "./json-bytes.ts";
import { deepest } from "./limits.ts";
import type { BlockMasker } from "./masker.ts";
import { memberAt } from "./member-name.ts";
import type { PlaceNode } from "./place-node.ts";
import { containerEnd, memberOf, RecordRow } from "./record-row.ts";

/** What may come next. */
const [record, value, firstItem, firstName, name, colon, after] = [0, 1, 2, 3, 4, 5, 6] as const;
type State = typeof record | typeof value | typeof firstItem | typeof firstName | typeof name | typeof colon | typeof after;

const fieldOf = (whole: unknown, field: string): string | null => {
  const found = memberOf(whole, field);
  return typeof found === "string" ? found : typeof found === "number" || typeof found === "boolean" ? String(found) : null;
};

/**
 * Masks JSON as it streams. With `lines` a record is a line; otherwise the values follow each other with blanks between them,
 * and the items of a list on the outside are the records.
 */
export class JsonMasker implements BlockMasker {
  readonly lines: boolean;
  #records = 0;
  readonly #fields: Fields;
  readonly #row = new RecordRow(fieldOf);
  #state: State = record;
  #separated = true;
  /** The record of the value that comes next was begun; its text goes on in the next block. */
  #begun = false;
  /** Depth at which records are: 1 within a list on the outside. */
  #recordDepth = 0;
  #depth = 0;
  /** The place of the value to come, and by depth: the place, whether it is a list, the name before. */
  #place: PlaceNode | undefined;
  readonly #within: (PlaceNode | undefined)[] = [];
  readonly #isList: boolean[] = [];
  readonly #before: (PlaceNode | undefined)[] = [];

  constructor(fields: Fields, lines: boolean) {
    this.#fields = fields;
    this.lines = lines;
  }

  get current(): number {
    return this.#begun || this.#depth > this.#recordDepth ? this.#records : this.#records + 1;
  }

  mask(block: Block): number {
    try {
      const at = this.#run(block);
      block.commit(at);
      return at;
    } catch (error) {
      throw inRecord(error, Math.max(1, this.#records), block.base);
    }
  }

  finish(end: number, isComplete: boolean): void {
    if (!isComplete || this.#state !== record) throw new FormatError("The JSON ends too early", end, Math.max(1, this.#records));
  }

  // The offset of the first byte that is not complete.
  #run(block: Block): number {
    const { bytes, length } = block;
    let at = block.start;
    for (;;) {
      let byte = bytes[at] as number;
      while (at < length && byte <= 32) {
        this.#blank(byte, at);
        byte = bytes[++at] as number;
      }
      if (at >= length) return at;
      const next = this.#token(block, byte, at);
      if (next === unfinished) return at;
      at = next;
    }
  }

  // The offset behind a token and what belongs to it; unfinished when it is not complete.
  #token(block: Block, byte: number, at: number): number {
    const state = this.#state;
    if (state === firstName || state === name) {
      return state === firstName && byte === 125 ? this.#close(block, at) : this.#name(block, at);
    }
    if (state === after) {
      return byte === 44 ? this.#comma(at) : this.#close(block, at);
    }
    if (state === colon) {
      if (byte !== 58) throw new FormatError('JSON lacks ":"', at);
      this.#state = value;
      return at + 1;
    }
    if (state === firstItem && byte === 93) return this.#close(block, at);
    return this.#value(block, byte, at);
  }

  #name(block: Block, at: number): number {
    const level = this.#depth - 1;
    const found = memberAt(this.#fields, block, this.#within[level] as PlaceNode, this.#before[level], at);
    if (found === undefined) return unfinished;
    this.#before[level] = found;
    this.#place = found;
    const end = at + found.written.length + 2;
    const isColon = block.bytes[end] === 58;
    this.#state = isColon ? value : colon;
    return isColon ? end + 1 : end;
  }

  #value(block: Block, byte: number, at: number): number {
    if (this.#depth === this.#recordDepth && !this.#begun) {
      if (this.#isOuterList(byte, at)) return at + 1;
      if (!this.#begin(block, byte, at)) return unfinished;
    }
    if (byte === 123 || byte === 91) {
      this.#open(byte === 91, at);
      return at + 1;
    }
    const place = this.#place as PlaceNode;
    const end = byte === 34 ? this.#text(block, place, at) : this.#scalar(block, place, byte, at);
    return end === unfinished ? unfinished : this.#end(block, end);
  }

  #text(block: Block, place: PlaceNode, at: number): number {
    const token = textEnd(block.bytes, at + 1, block.length);
    if (token === unfinished) return unfinished;
    const end = token >> 2;
    const field = place.field ?? this.#fields.of(place);
    if (field.keeps && (token & escapedFlag) === 0) field.keepText();
    else {
      const original = decodeText(block.text.slice(at + 1, end - 1), token & 3);
      const masked = field.text(original);
      if (masked === null) block.replace(at, end, "null");
      else if (masked !== original) replaceText(block, at, end, masked);
    }
    return end;
  }

  #blank(byte: number, at: number): void {
    if (byte === 10) {
      if (this.lines && this.#state !== record) throw new FormatError("The line ends within its record", at);
      this.#separated = true;
    } else if (byte === 32 || byte === 13 || byte === 9) {
      if (!this.lines) this.#separated = true;
    } else throw new FormatError("This is no JSON value", at);
  }

  // The items of a document that is a list are its records.
  #isOuterList(byte: number, at: number): boolean {
    if (this.#depth > 0 || byte !== 91 || this.lines) return false;
    this.#assertSeparated(at);
    this.#recordDepth = 1;
    this.#open(true, at);
    return true;
  }

  // False when a rule reads other members of a record that is not here wholly.
  #begin(block: Block, byte: number, at: number): boolean {
    if (this.#depth === 0) this.#assertSeparated(at);
    let end: number | undefined;
    if (this.#fields.readsRows && !this.lines && (byte === 123 || byte === 91)) {
      end = containerEnd(block.bytes, at, block.length);
      if (end === unfinished) return false;
    }
    this.#begun = true;
    this.#records++;
    this.#row.begin(block.bytes, at, end);
    this.#place = this.#fields.begin(this.#row.row);
    return true;
  }

  #assertSeparated(at: number): void {
    if (!this.#separated) throw new FormatError("Something follows the JSON record", at);
    this.#separated = false;
  }

  #open(isList: boolean, at: number): void {
    if (this.#depth >= deepest) throw new FormatError(`JSON is more than ${deepest} levels deep`, at);
    this.#within[this.#depth] = this.#place;
    this.#isList[this.#depth] = isList;
    this.#before[this.#depth] = undefined;
    this.#depth++;
    this.#begun = false;
    this.#state = isList ? firstItem : firstName;
  }

  // The offset behind the bracket.
  #close(block: Block, at: number): number {
    const isList = this.#isList[this.#depth - 1];
    if (block.bytes[at] !== (isList === true ? 93 : 125)) throw new FormatError('JSON lacks "," or an end', at);
    this.#depth--;
    if (this.#depth === 0) this.#recordDepth = 0;
    return this.#end(block, at + 1);
  }

  // The offset behind a value, and behind a comma that follows at once.
  #end(block: Block, at: number): number {
    this.#begun = false;
    if (this.#depth === this.#recordDepth) block.commit(at);
    if (this.#depth > 0 && block.bytes[at] === 44) return this.#comma(at);
    this.#state = this.#depth === 0 ? record : after;
    return at;
  }

  #comma(at: number): number {
    const level = this.#depth - 1;
    this.#place = this.#within[level];
    this.#state = this.#isList[level] === true ? value : name;
    return at + 1;
  }

  // The offset behind a number, true, false or null; unfinished when it may go on.
  #scalar(block: Block, place: PlaceNode, byte: number, at: number): number {
    const isNumber = byte === 45 || (byte >= 48 && byte <= 57);
    const end = isNumber ? numberEnd(block.bytes, at, block.length) : wordEnd(block.bytes, at, block.length);
    if (end === unfinished || byte === 110) return end;
    const field = place.field ?? this.#fields.of(place);
    if (isNumber) {
      const masked = field.number(field.passesNumbers ? "" : block.text.slice(at, end));
      if (masked !== undefined) block.replace(at, end, masked ?? "null");
    } else if (!field.boolean()) block.replace(at, end, "null");
    return end;
  }
}
