/** What is known of the texts at one point of a template. */
import { type Alphabet, alphabetSize } from "./alphabet.ts";

/** Bounds of texts; lengths count code points. */
export interface Texts {
  readonly shortest: number;
  /** Infinity when unknown. */
  readonly longest: number;
  readonly alphabet: Alphabet;
}

/** log2 of the number of such texts, at most; Infinity when unknown. */
export function textBits({ shortest, longest, alphabet }: Texts): number {
  const size = alphabetSize(alphabet);
  if (longest === 0 || size === 0) return 0;
  if (shortest === longest) return longest * Math.log2(size);
  // The sum of the powers of `size` up to `longest`.
  return size === 1 ? Math.log2(longest + 1) : longest * Math.log2(size) + Math.log2(size / (size - 1));
}
