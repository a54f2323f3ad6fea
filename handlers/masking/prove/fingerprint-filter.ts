/** A probabilistic set of fingerprints in 2 bytes each, for a hundred million of them. */

/** What the proof asks of a set of originals. */
export interface Originals {
  /** How many fingerprints it was given; repeated ones count once where `isExact`. */
  readonly size: number;
  /** Whether a hit is an original for certain; otherwise it is to be looked up in the files. */
  readonly isExact: boolean;
  /** Whether a fingerprint of these two halves is, or may be, in it. */
  hasWords(high: number, low: number): boolean;
}

const wordsOfBlock = 8;
// Odd numbers that spread the bits; those of Parquet's Bloom filter.
const salts = Int32Array.of(0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31);

/** Bits for each fingerprint; with 16, about one in 760 fingerprints that were never added passes (0.13 %). */
export const bitsEach = 16;

/**
 * A split block Bloom filter: the upper half of a fingerprint chooses a block of 256 bits, the lower half one bit in each of its
 * eight words. What was added is always found; of what was not, the share `falsePositiveRate` is found too.
 *
 * @example
 * ```ts
 * const filter = new FingerprintFilter(100_000_000); // 200 MB
 * filter.addWords(high, low);
 * ```
 */
export class FingerprintFilter implements Originals {
  readonly isExact = false;
  readonly #words: Uint32Array;
  readonly #blocks: number;
  #size = 0;

  /** @param most - how many fingerprints will be added; more of them raise the rate */
  constructor(most: number) {
    this.#blocks = Math.max(1, Math.ceil((most * bitsEach) / 256));
    this.#words = new Uint32Array(this.#blocks * wordsOfBlock);
  }

  get size(): number {
    return this.#size;
  }

  /** The memory that it takes. */
  get bytes(): number {
    return this.#words.byteLength;
  }

  /** The share of foreign fingerprints that pass, from the bits that are set. */
  get falsePositiveRate(): number {
    let sum = 0;
    for (let block = 0; block < this.#blocks; block++) {
      let share = 1;
      for (let i = 0; i < wordsOfBlock; i++) share *= ones(this.#words[block * wordsOfBlock + i] ?? 0) / 32;
      sum += share;
    }
    return sum / this.#blocks;
  }

  addWords(high: number, low: number): void {
    const words = this.#words;
    const at = this.#block(high);
    for (let i = 0; i < wordsOfBlock; i++) words[at + i]! |= 1 << (Math.imul(low, salts[i]!) >>> 27);
    this.#size++;
  }

  hasWords(high: number, low: number): boolean {
    const words = this.#words;
    const at = this.#block(high);
    for (let i = 0; i < wordsOfBlock; i++) {
      if ((words[at + i]! & (1 << (Math.imul(low, salts[i]!) >>> 27))) === 0) return false;
    }
    return true;
  }

  #block(high: number): number {
    return Math.floor((high / 0x1_0000_0000) * this.#blocks) * wordsOfBlock;
  }
}

function ones(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}
