/** Durations in words. */

const UNITS = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

/**
 * Seconds as a person would say them.
 *
 * @example
 * ```ts
 * sayDuration(5400); // "1 h 30 min"
 * ```
 */
export function sayDuration(seconds: number): string {
  if (!Number.isInteger(seconds) || seconds < 1) return `${seconds} s`;
  let rest = seconds;
  const said = UNITS.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? [`${count} ${unit}`] : [];
  });
  return said.join(" ");
}
