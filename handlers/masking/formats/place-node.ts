/** A tree of the places that records have, so that each name is decided once and recognised by its bytes afterwards. */
import type { Field } from "./field.ts";

/** A place: the record itself, or a name within another place. Items of lists stand in the list's own place. */
export class PlaceNode {
  /** The names from outside to inside. */
  readonly path: readonly string[];
  /** The name as it is written in the data. */
  readonly written: Uint8Array;
  /** What is written in the name's place because it looks like data and not like a name; undefined for all other names. */
  readonly replacement: string | undefined;
  /** What becomes of values here; decided when the first one comes. */
  field: Field | undefined;
  /** The name that came first in here last time: names are guessed before they are looked up. */
  first: PlaceNode | undefined;
  /** The name that followed this one last time. */
  next: PlaceNode | undefined;
  /** By the written name, each byte a character. */
  readonly children = new Map<string, PlaceNode>();

  constructor(path: readonly string[], written: Uint8Array, replacement: string | undefined) {
    this.path = path;
    this.written = written;
    this.replacement = replacement;
  }
}
