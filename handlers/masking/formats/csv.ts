/** Masks CSV as it streams; quoting, separators and line ends stay as they are written. */
import { FormatError } from "./errors.ts";
import type { Fields } from "./fields.ts";

interface Cell {
  readonly value: string;
  readonly quoted: boolean;
}

const headerName = /^[\p{L}_][\p{L}\p{N}_ .()/%#-]{0,62}$/u;
const mostCharacters = 16 * 1024 * 1024;

/** Takes a CSV text in pieces and gives it back masked. */
export class CsvMasker {
  readonly #fields: Fields;
  #names: readonly string[] | undefined;
  #separator: string | undefined;
  #rest = "";
  #scanned = 0;
  #inQuotes = false;

  constructor(fields: Fields) {
    this.#fields = fields;
  }

  /** The masked text of the records that are complete now. */
  push(text: string): string {
    this.#rest += text;
    let out = "";
    for (let end = this.#recordEnd(); end >= 0; end = this.#recordEnd()) {
      out += this.#record(this.#rest.slice(0, end));
      this.#rest = this.#rest.slice(end);
      this.#scanned = 0;
    }
    if (this.#rest.length > mostCharacters) throw new FormatError(`A CSV record is longer than ${mostCharacters} characters`, 0);
    return out;
  }

  /** The masked text of a last record without a line end. */
  end(): string {
    if (this.#inQuotes) throw new FormatError("A quoted CSV field does not end", 0);
    const out = this.#rest === "" ? "" : this.#record(this.#rest);
    this.#rest = "";
    return out;
  }

  // The offset behind the line end of the first record, -1 when it is not complete. A doubled quote toggles twice.
  #recordEnd(): number {
    for (; this.#scanned < this.#rest.length; this.#scanned++) {
      const unit = this.#rest.charCodeAt(this.#scanned);
      if (unit === 34) this.#inQuotes = !this.#inQuotes;
      else if (unit === 10 && !this.#inQuotes) return this.#scanned + 1;
    }
    return -1;
  }

  #record(line: string): string {
    const end = /\r?\n?$/.exec(line)?.[0] ?? "";
    const body = line.slice(0, line.length - end.length);
    const bom = this.#names === undefined && body.startsWith("\ufeff") ? "\ufeff" : "";
    const text = body.slice(bom.length);
    if (text === "") return line;
    this.#separator ??= separatorOf(text);
    const cells = splitCells(text, this.#separator);
    if (this.#names === undefined) {
      const isHeader =
        cells.every((cell) => headerName.test(cell.value.trim())) && new Set(cells.map((cell) => cell.value)).size === cells.length;
      this.#names = isHeader ? cells.map((cell) => cell.value.trim()) : cells.map((_cell, i) => `column ${i + 1}`);
      if (isHeader) return line;
    }
    // A row with more or fewer fields than the header has no names that could be trusted.
    const names = cells.length === this.#names.length ? this.#names : cells.map((_cell, i) => `column ${i + 1}`);
    return bom + this.#mask(cells, names, this.#separator) + end;
  }

  #mask(cells: readonly Cell[], names: readonly string[], separator: string): string {
    this.#fields.begin((field) => cells[names.indexOf(field)]?.value ?? null);
    return cells
      .map((cell, i) => written(this.#fields.text([names[i] ?? `column ${i + 1}`], cell.value) ?? "", cell.quoted, separator))
      .join(separator);
  }
}

function separatorOf(header: string): string {
  const outside = header.replace(/"[^"]*"/g, "");
  const counts = [",", ";", "\t", "|"].map((separator) => ({ separator, n: outside.split(separator).length }));
  return counts.reduce((best, one) => (one.n > best.n ? one : best)).separator;
}

function splitCells(text: string, separator: string): Cell[] {
  const cells: Cell[] = [];
  let at = 0;
  for (;;) {
    if (text.charCodeAt(at) === 34) {
      const end = quoteEnd(text, at);
      cells.push({ value: text.slice(at + 1, end).replaceAll('""', '"'), quoted: true });
      at = end + 1;
      if (at < text.length && text.charAt(at) !== separator) throw new FormatError("Something follows a quoted CSV field", at);
    } else {
      const next = text.indexOf(separator, at);
      const end = next < 0 ? text.length : next;
      if (text.slice(at, end).includes("\n")) throw new FormatError("A CSV field has a quote that does not begin it", at);
      cells.push({ value: text.slice(at, end), quoted: false });
      at = end;
    }
    if (at >= text.length) return cells;
    at++;
  }
}

function quoteEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text.charCodeAt(at + 1) !== 34) return at;
  }
  throw new FormatError("A quoted CSV field does not end", start);
}

function written(value: string, quoted: boolean, separator: string): string {
  return quoted || value.includes(separator) || /["\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
