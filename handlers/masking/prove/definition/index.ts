/** The prover's own reading of masking/v1, from the specification and not from the engine. The prover and tests may enter. */
export { formatRoom } from "./format.ts";
export { isRedacted } from "./open-steps.ts";
export { type Given, isKept, type Lists, type Row, resultOf, roomOf, shownBy, type Template } from "./template.ts";
