/** Java's random numbers: the service gives the same number for the same seed, and that is `java.util.Random`'s. */

const multiplier = 0x5deece66dn;
const mask = (1n << 48n) - 1n;

/**
 * The first `nextDouble()` of `new Random(seed)`.
 *
 * @example
 * javaRandom(42); // 0.7275636800328681
 */
export function javaRandom(seed: number): number {
  let state = (BigInt(Math.trunc(seed)) ^ multiplier) & mask;
  const bits = (count: bigint): bigint => {
    state = (state * multiplier + 0xbn) & mask;
    return state >> (48n - count);
  };
  const high = bits(26n);
  return Number((high << 27n) + bits(27n)) / 2 ** 53;
}
