/** The exact second pass over what a filter let through: hits are looked up in the sorted files of fingerprints. */
import type { PlaceCounts } from "./place-counts.ts";

const most = 4_000_000;
const bytesEach = 8;

/** Texts whose fingerprint may be an original's: 20 bytes each. */
export class Hits {
  #prints = new BigUint64Array(1024);
  #cases = new Uint32Array(1024);
  #size = 0;
  #lastCase = 0;
  readonly #places: PlaceCounts[] = [];
  readonly #placeOfCase: number[] = [];

  get size(): number {
    return this.#size;
  }

  /** Begins a text: all its hits together are one. */
  begin(counts: PlaceCounts): void {
    let place = this.#places.lastIndexOf(counts);
    if (place < 0) place = this.#places.push(counts) - 1;
    this.#lastCase = this.#placeOfCase.push(place) - 1;
  }

  /** @throws RangeError beyond four million hits: the output holds production's data by and large, and needs no exact count */
  add(high: number, low: number): void {
    if (this.#size >= most) throw new RangeError(`More than ${most} texts of the output may be production's: the data was not masked.`);
    if (this.#size === this.#prints.length) {
      const [prints, cases] = [this.#prints, this.#cases];
      this.#prints = new BigUint64Array(prints.length * 2);
      this.#cases = new Uint32Array(cases.length * 2);
      this.#prints.set(prints);
      this.#cases.set(cases);
    }
    this.#prints[this.#size] = (BigInt(high) << 32n) | BigInt(low);
    this.#cases[this.#size++] = this.#lastCase;
  }

  /**
   * Counts the hits that are originals.
   *
   * @param files - ascending fingerprints of 8 bytes each, as FingerprintSet.toBuffer writes them; one file at a time is held
   */
  async confirm(files: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    const order = Uint32Array.from({ length: this.#size }, (_, i) => i).sort((a, b) => {
      const [x, y] = [this.#prints[a]!, this.#prints[b]!];
      return x < y ? -1 : x > y ? 1 : 0;
    });
    const confirmed = new Set<number>();
    for await (const file of files) this.#meet(file, order, confirmed);
    for (const each of confirmed) this.#places[this.#placeOfCase[each]!]!.found++;
    this.#size = 0;
    this.#placeOfCase.length = 0;
  }

  #meet(file: Uint8Array, order: Uint32Array, confirmed: Set<number>): void {
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    let at = 0;
    for (const hit of order) {
      const print = this.#prints[hit]!;
      while (at < view.byteLength && view.getBigUint64(at) < print) at += bytesEach;
      if (at >= view.byteLength) return;
      if (view.getBigUint64(at) === print) confirmed.add(this.#cases[hit]!);
    }
  }
}
