/** A set of 64-bit fingerprints in 16 bytes each, which can be stored and put together. */

import type { Originals } from "./fingerprint-filter.ts";

const bytesEach = 8;

/** Fingerprints of original values, and apart from them those of the values' folded forms; it holds no value. */
export class FingerprintSet implements Originals {
  readonly isExact = true;
  #folded: FingerprintSet | undefined;
  #table = new Uint32Array(2 * 1024);
  #size = 0;
  #hasZero = false;

  /** The number of different fingerprints of values. */
  get size(): number {
    return this.#size + (this.#hasZero ? 1 : 0);
  }

  /** Adds a fingerprint of 16 hexadecimal digits. */
  add(fingerprint: string): void {
    const high = Number.parseInt(fingerprint.slice(0, 8), 16);
    const low = Number.parseInt(fingerprint.slice(8, 16), 16);
    if (Number.isNaN(high) || Number.isNaN(low)) throw new RangeError("A fingerprint has 16 hexadecimal digits.");
    this.addWords(high, low);
  }

  has(fingerprint: string): boolean {
    const high = Number.parseInt(fingerprint.slice(0, 8), 16);
    const low = Number.parseInt(fingerprint.slice(8, 16), 16);
    return this.hasWords(high, low);
  }

  /** Whether a fingerprint of these two halves is in it, as that of a value or of a folded form. */
  hasWords(high: number, low: number): boolean {
    return this.#hasValue(high, low) || this.#folded?.hasWords(high, low) === true;
  }

  /** Whether a value of this set is one of another: not in other letters, which would not join. */
  sharesValueWith(other: FingerprintSet): boolean {
    let shares = false;
    this.#each((high, low) => {
      shares ||= other.#hasValue(high, low);
    });
    return shares;
  }

  /** Adds all fingerprints of another set. */
  addAll(other: FingerprintSet): void {
    other.#each((high, low) => this.addWords(high, low));
    if (other.#folded !== undefined) other.#folded.#each((high, low) => this.addFolded(high, low));
  }

  /** 8 bytes a fingerprint, in ascending order; behind eight zeros those of folded forms, in ascending order. */
  toBuffer(): Buffer {
    const values = this.#sorted();
    return this.#folded === undefined ? values : Buffer.concat([values, Buffer.alloc(bytesEach), this.#folded.#sorted()]);
  }

  #sorted(): Buffer {
    const values = new BigUint64Array(this.size);
    let at = 0;
    this.#each((high, low) => {
      values[at++] = (BigInt(high) << 32n) | BigInt(low);
    });
    values.sort();
    const buffer = Buffer.alloc(values.length * bytesEach);
    for (const [i, value] of values.entries()) buffer.writeBigUInt64BE(value, i * bytesEach);
    return buffer;
  }

  /** The set that toBuffer wrote. */
  static fromBuffer(buffer: Uint8Array): FingerprintSet {
    if (buffer.length % bytesEach !== 0) throw new RangeError("A file of fingerprints has 8 bytes for each.");
    const set = new FingerprintSet();
    const { values, folded } = splitFingerprints(buffer);
    eachOf(values, (high, low) => set.addWords(high, low));
    eachOf(folded, (high, low) => set.addFolded(high, low));
    return set;
  }

  /** Adds the fingerprint of a folded form by its two halves. */
  addFolded(high: number, low: number): void {
    this.#folded ??= new FingerprintSet();
    this.#folded.addWords(high, low);
  }

  /** Adds a fingerprint by its two halves. */
  addWords(high: number, low: number): void {
    if (high === 0 && low === 0) {
      this.#hasZero = true;
      return;
    }
    const slot = this.#slot(high, low);
    if (this.#table[slot] !== 0 || this.#table[slot + 1] !== 0) return;
    this.#table[slot] = high;
    this.#table[slot + 1] = low;
    this.#size++;
    if (this.#size * 4 > this.#table.length) this.#grow();
  }

  #hasValue(high: number, low: number): boolean {
    if (high === 0 && low === 0) return this.#hasZero;
    const slot = this.#slot(high, low);
    return this.#table[slot] !== 0 || this.#table[slot + 1] !== 0;
  }

  // Fingerprints are uniform, so their own bits are the hash; linear probing finds the entry or a free place.
  #slot(high: number, low: number): number {
    const mask = this.#table.length - 2;
    let slot = (low * 2) & mask;
    for (;;) {
      const a = this.#table[slot];
      const b = this.#table[slot + 1];
      if ((a === high && b === low) || (a === 0 && b === 0)) return slot;
      slot = (slot + 2) & mask;
    }
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 2) {
      const [high = 0, low = 0] = [old[at], old[at + 1]];
      if (high === 0 && low === 0) continue;
      const slot = this.#slot(high, low);
      this.#table[slot] = high;
      this.#table[slot + 1] = low;
    }
  }

  #each(visit: (high: number, low: number) => void): void {
    if (this.#hasZero) visit(0, 0);
    for (let at = 0; at < this.#table.length; at += 2) {
      const [high = 0, low = 0] = [this.#table[at], this.#table[at + 1]];
      if (high !== 0 || low !== 0) visit(high, low);
    }
  }
}

/** The two parts of what toBuffer wrote: fingerprints of values, and of folded forms, which is empty where there are none. */
export function splitFingerprints(file: Uint8Array): { readonly values: Uint8Array; readonly folded: Uint8Array } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  // They ascend, so only the first can be zero itself.
  for (let at = bytesEach; at < file.length; at += bytesEach) {
    if (view.getUint32(at) === 0 && view.getUint32(at + 4) === 0)
      return { values: file.subarray(0, at), folded: file.subarray(at + bytesEach) };
  }
  return { values: file, folded: file.subarray(file.length) };
}

function eachOf(prints: Uint8Array, visit: (high: number, low: number) => void): void {
  const view = new DataView(prints.buffer, prints.byteOffset, prints.byteLength);
  for (let at = 0; at < prints.length; at += bytesEach) visit(view.getUint32(at), view.getUint32(at + 4));
}
