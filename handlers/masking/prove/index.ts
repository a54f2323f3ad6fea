/** The prover: it has the rules and the key in common with the maskers, and no code. Handlers, local and tests may enter. */
export { type Lists, type Row, resultOf, type Template } from "./definition/index.ts";
export { Fingerprinter, fingerprintOf, type ProverKeys } from "./fingerprint.ts";
export { bitsEach, FingerprintFilter, type Originals } from "./fingerprint-filter.ts";
export { FingerprintSet, splitFingerprints } from "./fingerprint-set.ts";
export { addOriginal, type Collect, collectorOf } from "./folded.ts";
export type { ScopeRules } from "./judge.ts";
export { isExplained, type Original, originalsOf, provableBits } from "./originals.ts";
export { nothingCounted, type PlaceCounts } from "./place-counts.ts";
export { Proof, type ProofOptions, type Scope } from "./proof.ts";
export { recordOriginals } from "./recorder.ts";
export * from "./scan/index.ts";
