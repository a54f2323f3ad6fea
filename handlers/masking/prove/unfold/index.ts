/** Opens texts and bytes for what stands inside them; the proof alone enters, and tests. */
export { type Inside, Unfolder } from "./unfolder.ts";
