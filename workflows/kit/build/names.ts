/** From a state's name to the name of what it leaves behind. */

/**
 * The name in lower camel case: `Mask table` leaves `$.maskTable`.
 *
 * @example
 * ```ts
 * variableName("Await production's snapshot"); // "awaitProductionsSnapshot"
 * ```
 */
export function variableName(state: string): string {
  const [first = "", ...others] = state
    .replace(/['’]/g, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => (word === word.toUpperCase() ? word.toLowerCase() : word));
  const name = first.charAt(0).toLowerCase() + first.slice(1) + others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^[A-Za-z]/.test(name) ? name : `state${name}`;
}

/** The name of a state that is generated for another: `Await export: wait`; after a question mark the colon is left out. */
export const partName = (state: string, part: string): string =>
  state.endsWith("?") ? `${state} ${part.charAt(0).toUpperCase()}${part.slice(1)}` : `${state}: ${part}`;
