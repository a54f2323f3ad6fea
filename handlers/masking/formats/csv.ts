/** Masks CSV as it streams; quoting, separators and line ends stay as they are written. */
import type { Row } from "../engine/index.ts";
import type { Block } from "./block.ts";
import {
  badByte,
  byteKinds,
  type CsvDialect,
  carriageReturn,
  delimiterByte,
  delimiterOf,
  escapeByte,
  firstLineEnd,
  lineFeed,
  plainByte,
  quoteByte,
  wideByte,
} from "./csv-dialect.ts";
import { headerOf } from "./csv-header.ts";
import { FormatError, inRecord } from "./errors.ts";
import type { Field } from "./field.ts";
import type { Fields } from "./fields.ts";
import type { BlockMasker } from "./masker.ts";
import type { PlaceNode } from "./place-node.ts";

const unfinished = -1;
const [isQuoted, hasEscapes, isWide] = [1, 2, 4] as const;

/** Masks CSV of any size; every record must have the fields of the first. */
export class CsvMasker implements BlockMasker {
  readonly lines = false;
  #records = 0;
  readonly #fields: Fields;
  readonly #said: boolean | undefined;
  readonly #quote: string;
  readonly #escape: string;
  #delimiter: string | undefined;
  #kinds: Uint8Array;
  #mustQuote = /["\r\n]/;
  /** The columns' names, and what becomes of them by which conditions of rules hold. */
  #names: readonly (string | undefined)[] | undefined;
  readonly #columns = new Map<PlaceNode, readonly Field[]>();
  #block!: Block;
  /** The fields of the record: where each starts and ends, and its flags. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #flags: number[] = [];
  #count = 0;

  constructor(fields: Fields, dialect: CsvDialect = {}) {
    const { delimiter, quote = '"', header } = dialect;
    this.#fields = fields;
    this.#said = header;
    this.#quote = quote;
    this.#escape = dialect.escape ?? "";
    this.#kinds = byteKinds(delimiter ?? "", quote, this.#escape);
    if (delimiter !== undefined) this.#setDelimiter(delimiter);
  }

  get current(): number {
    return this.#records + 1;
  }

  mask(block: Block): number {
    this.#block = block;
    let at = block.start;
    let isSplit = false;
    try {
      if (this.#delimiter === undefined) {
        const end = firstLineEnd(block.bytes, at, this.#quote);
        if (end < 0) return 0;
        this.#setDelimiter(delimiterOf(block.text.slice(at, end), this.#quote));
      }
      for (;;) {
        isSplit = false;
        const end = this.#split(block, at);
        isSplit = true;
        if (end === unfinished) break;
        if (this.#count > 1 || this.#starts[0] !== this.#ends[0] || this.#flags[0] !== 0) this.#record(at);
        at = end;
        block.commit(at);
      }
    } catch (error) {
      throw inRecord(error, isSplit ? Math.max(1, this.#records) : this.#records + 1, block.base);
    }
    return at;
  }

  finish(end: number, isComplete: boolean): void {
    if (!isComplete) throw new FormatError("A quoted CSV field does not end", end, this.#records + 1);
  }

  #setDelimiter(delimiter: string): void {
    this.#delimiter = delimiter;
    this.#kinds = byteKinds(delimiter, this.#quote, this.#escape);
    this.#mustQuote = new RegExp(`[\\r\\n${escaped(delimiter)}${escaped(this.#quote)}]`);
  }

  // Finds the fields of a record; the offset behind its line end, or unfinished.
  #split({ bytes, length }: Block, start: number): number {
    let at = start;
    this.#count = 0;
    for (;;) {
      const end = this.#kinds[bytes[at] as number] === quoteByte ? this.#quoted(bytes, at, length) : this.#bare(bytes, at, length);
      if (end === unfinished) return unfinished;
      at = end;
      const byte = bytes[at] === 13 ? bytes[++at] : bytes[at];
      if (byte === undefined) return unfinished;
      if (byte === 10) return at + 1;
      if (this.#kinds[byte] !== delimiterByte || bytes[at - 1] === 13) throw new FormatError("Something follows a quoted CSV field", at);
      at++;
    }
  }

  // The offset behind a field without quotes.
  #bare(bytes: Buffer, start: number, length: number): number {
    let flags = 0;
    for (let at = start; at < length; at++) {
      const kind = this.#kinds[bytes[at] as number] as number;
      if (kind === plainByte || kind === escapeByte) continue;
      if (kind === wideByte) flags |= isWide;
      else if (kind === delimiterByte || kind === lineFeed) return this.#field(start, at, flags, at);
      else if (kind === carriageReturn) {
        if (at + 1 < length && bytes[at + 1] !== 10) throw new FormatError("A CSV field has a carriage return without quotes", at);
        return this.#field(start, at, flags, at);
      } else throw new FormatError(kind === badByte ? "A CSV field has a NUL" : "A CSV field has a quote that does not begin it", at);
    }
    return unfinished;
  }

  // The offset behind the closing quote.
  #quoted(bytes: Buffer, start: number, length: number): number {
    let flags: number = isQuoted;
    for (let at = start + 1; at < length; at++) {
      const kind = this.#kinds[bytes[at] as number] as number;
      if (kind === plainByte) continue;
      if (kind === wideByte) flags |= isWide;
      else if (kind === badByte) throw new FormatError("A CSV field has a NUL", at);
      else if (kind === escapeByte) {
        flags |= hasEscapes;
        at++;
      } else if (kind === quoteByte) {
        if (at + 1 >= length) return unfinished;
        if (this.#escape !== "" || this.#kinds[bytes[at + 1] as number] !== quoteByte) return this.#field(start + 1, at, flags, at + 1);
        flags |= hasEscapes;
        at++;
      }
    }
    return unfinished;
  }

  #field(start: number, end: number, flags: number, next: number): number {
    const i = this.#count++;
    this.#starts[i] = start;
    this.#ends[i] = end;
    this.#flags[i] = flags;
    return next;
  }

  #record(start: number): void {
    if (this.#names === undefined) {
      const values = Array.from({ length: this.#count }, (_, i) => this.#value(i));
      const names = headerOf(values, start, this.#said, (name) => this.#fields.isRuled(name));
      this.#names = names ?? values.map(() => undefined);
      if (names !== undefined) return;
    }
    const names = this.#names;
    this.#records++;
    if (this.#count !== names.length)
      throw new FormatError(`A CSV record has ${this.#count} fields where the first has ${names.length}`, start);
    if (names.length > 1 && names.every((name, i) => name === this.#value(i).trim()))
      throw new FormatError("The CSV header stands here again", start);
    const columns = this.#columnsIn(this.#fields.begin(this.#row), names);
    for (let i = 0; i < columns.length; i++) this.#mask(columns[i] as Field, i);
  }

  #columnsIn(root: PlaceNode, names: readonly (string | undefined)[]): readonly Field[] {
    let found = this.#columns.get(root);
    if (found === undefined) {
      found = names.map((name, i) => this.#fields.column(name, i + 1));
      this.#columns.set(root, found);
    }
    return found;
  }

  #mask(field: Field, i: number): void {
    if (field.keeps) {
      field.keepText();
      return;
    }
    const value = this.#value(i);
    const masked = field.text(value);
    if (masked === value) return;
    const quotes = ((this.#flags[i] as number) & isQuoted) === 0 ? 0 : 1;
    const text = masked === null ? "" : this.#written(masked, quotes === 1);
    this.#block.replace((this.#starts[i] as number) - quotes, (this.#ends[i] as number) + quotes, text);
  }

  #value(i: number): string {
    const flags = this.#flags[i] as number;
    const written = this.#block.text.slice(this.#starts[i], this.#ends[i]);
    const text = (flags & isWide) === 0 ? written : Buffer.from(written, "latin1").toString("utf8");
    if ((flags & hasEscapes) === 0) return text;
    return this.#escape === "" ? text.replaceAll(this.#quote + this.#quote, this.#quote) : text.replace(/\\(.)/gs, "$1");
  }

  // A value as a field, its bytes as characters.
  #written(value: string, quoted: boolean): string {
    const bytes = /^[ -~]*$/.test(value) ? value : Buffer.from(value, "utf8").toString("latin1");
    if (this.#quote === "") {
      if (this.#mustQuote.test(value)) throw new FormatError("A masked value needs quotes, and this CSV has none", this.#block.length);
      return bytes;
    }
    if (!quoted && !this.#mustQuote.test(value)) return bytes;
    const inner =
      this.#escape === "" ? bytes.replaceAll(this.#quote, this.#quote + this.#quote) : bytes.replace(/["'\\]/g, (one) => `\\${one}`);
    return this.#quote + inner + this.#quote;
  }

  readonly #row: Row = (name) => {
    const i = this.#names?.indexOf(name) ?? -1;
    return i < 0 ? null : this.#value(i);
  };
}

const escaped = (character: string): string => character.replace(/[\\\]^-]/, "\\$&");
