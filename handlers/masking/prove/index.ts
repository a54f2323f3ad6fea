/** The prover: it shares the rules and the fingerprint with the maskers, and nothing else. Handlers and tests may enter. */
export { FingerprintSet } from "./fingerprint-set.ts";
export type { Leaf } from "./leaf.ts";
export { isExplained, type Original, originalsOf } from "./originals.ts";
export { createProof, type Proof, type ProofResult } from "./proof.ts";
export { scanDynamoJson, scanNdjson } from "./scan-json.ts";
export { scanCsv, scanCsvStream, scanText } from "./scan-text.ts";
