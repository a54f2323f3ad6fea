/** Recognises states: which state of the old machine is which of the new one. Only the diff may enter. */
export { matchStates, withGraph } from "./match-states.ts";
export type { Pairs } from "./pairs.ts";
