/** Masks text of no known form, line by line: each line is one value, redacted unless a rule names the column `line`. */
import type { Block } from "./block.ts";
import { FormatError, inRecord } from "./errors.ts";
import type { Field } from "./field.ts";
import type { Fields } from "./fields.ts";
import type { BlockMasker } from "./masker.ts";

/** Masks lines of text. */
export class TextMasker implements BlockMasker {
  readonly lines = true;
  #records = 0;
  readonly #fields: Fields;
  #field: Field | undefined;

  constructor(fields: Fields) {
    this.#fields = fields;
  }

  get current(): number {
    return this.#records + 1;
  }

  mask(block: Block): number {
    const { bytes, length } = block;
    let start = block.start;
    try {
      while (start < length) {
        const next = bytes.indexOf(10, start) + 1;
        const end = bytes[next - 2] === 13 && next - 2 >= start ? next - 2 : next - 1;
        if (end > start) this.#line(block, start, end);
        block.commit(next);
        start = next;
      }
    } catch (error) {
      throw inRecord(error, this.#records, block.base);
    }
    return start;
  }

  finish(): void {}

  #line(block: Block, start: number, end: number): void {
    this.#records++;
    this.#fields.begin(() => null);
    this.#field ??= this.#fields.column("line", 1);
    const masked = this.#field.text(block.bytes.toString("utf8", start, end)) ?? "";
    if (/[\r\n]/.test(masked)) throw new FormatError("A masked line has a line end", start);
    block.replace(start, end, Buffer.from(masked, "utf8").toString("latin1"));
  }
}
