/** The parity validator on the local AWS: an account as Terraform leaves it, what can go wrong with it, and `npm run parity`. Commands and tests enter here. */
export { type Drift, drifts } from "./drifts/index.ts";
export { expectedAccount, validatorEnvironment, validatorFunction } from "./expected/index.ts";
export { type ParityOptions, runParity } from "./run.ts";
export { pointerOf, type SeededAccount, seedAccount } from "./seed.ts";
export { textReport } from "./text-report.ts";
