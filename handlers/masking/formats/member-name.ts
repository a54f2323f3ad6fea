/** Reads the name of a member: guessed from the record before, looked up when the guess is wrong, replaced when it is data. */
import type { Block } from "./block.ts";
import { FormatError } from "./errors.ts";
import type { Fields } from "./fields.ts";
import { decodeText, encodeText, textEnd, unfinished } from "./json-bytes.ts";
import type { PlaceNode } from "./place-node.ts";

/**
 * The place of the member whose quoted name begins at an offset, behind another one (undefined for the first); undefined when
 * the name is not complete. The name ends `written.length + 2` bytes further.
 */
export function memberAt(
  fields: Fields,
  block: Block,
  within: PlaceNode,
  before: PlaceNode | undefined,
  at: number,
): PlaceNode | undefined {
  const { bytes } = block;
  if (bytes[at] !== 34) throw new FormatError("JSON lacks a name", at);
  const guess = before === undefined ? within.first : before.next;
  if (guess !== undefined && guess.replacement === undefined && isWrittenAt(guess.written, bytes, at + 1)) return guess;
  const token = textEnd(bytes, at + 1, block.length);
  if (token === unfinished) return undefined;
  const end = token >> 2;
  const written = block.text.slice(at + 1, end - 1);
  const found = within.children.get(written) ?? fields.add(within, written, decodeText(written, token & 3));
  if (found.replacement !== undefined) {
    fields.countName();
    block.replace(at, end, encodeText(found.replacement));
  }
  if (before === undefined) within.first = found;
  else before.next = found;
  return found;
}

function isWrittenAt(name: Uint8Array, bytes: Uint8Array, at: number): boolean {
  const { length } = name;
  if (bytes[at + length] !== 34) return false;
  for (let i = 0; i < length; i++) if (bytes[at + i] !== name[i]) return false;
  return true;
}
