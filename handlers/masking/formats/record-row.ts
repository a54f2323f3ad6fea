/** Reads fields of a JSON record before masking, for `date:N:FIELD`: the record is parsed when the first one is asked for. */
import type { Row } from "../engine/index.ts";
import { textEnd, unfinished } from "./json-bytes.ts";

/** The record that a masker is at. */
export class RecordRow {
  readonly #fieldOf: (record: unknown, field: string) => string | null;
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;
  #end: number | undefined;
  #record: unknown;

  constructor(fieldOf: (record: unknown, field: string) => string | null) {
    this.#fieldOf = fieldOf;
  }

  /** Begins a record; without an end it ends with its line. */
  begin(bytes: Buffer, start: number, end?: number): void {
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.#record = undefined;
  }

  readonly row: Row = (field) => {
    this.#record ??= JSON.parse(this.#bytes.toString("utf8", this.#start, this.#end ?? this.#lineEnd()));
    return this.#fieldOf(this.#record, field);
  };

  #lineEnd(): number {
    const newline = this.#bytes.indexOf(10, this.#start);
    return newline < 0 ? this.#bytes.length : newline;
  }
}

/** A member of a record, without looking at what its prototype has. */
export function memberOf(record: unknown, field: string): unknown {
  return typeof record === "object" && record !== null ? Object.getOwnPropertyDescriptor(record, field)?.value : undefined;
}

/** Where an object or list ends that begins here, in bytes; unfinished when it does not. What is in it is not checked. */
export function containerEnd(bytes: Uint8Array, start: number, end: number): number {
  let depth = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === 34) {
      const token = textEnd(bytes, at + 1, end);
      if (token === unfinished) return unfinished;
      at = (token >> 2) - 1;
    } else if (byte === 123 || byte === 91) depth++;
    else if ((byte === 125 || byte === 93) && --depth === 0) return at + 1;
  }
  return unfinished;
}
