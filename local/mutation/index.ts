/**
 * The mutation check: small mistakes are made in a room's sources, one at a time, and the room's own tests must notice. The
 * command `npm run test:mutation` and tests enter here; a room registers itself in `suites.ts`.
 */
export { type Mutant, mutated, sentence } from "./mutant.ts";
export { mutantsOf } from "./mutants-of.ts";
export { countOf, type MutationReport, type RunOptions, runSuite, score, type TestedMutant } from "./run-suite.ts";
export type { Equivalent, Suite } from "./suite.ts";
export { suites } from "./suites.ts";
