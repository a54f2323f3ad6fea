/** What all handlers share: clients, control table, objects, rules, keys, pointers, reports. Handlers, local and tests may enter. */
export { type Clients, clientsFrom, type ProductionClients } from "./clients.ts";
export { type Context, createContext, inRun } from "./context.ts";
export { fingerprintsIn, readFingerprints, uniteFingerprints, writeFingerprints } from "./fingerprints.ts";
export { inParallel } from "./in-parallel.ts";
export { quarantine, type Store, staging } from "./layout.ts";
export { createLogger, withLog } from "./logger.ts";
export { canonicalJson, signBody, verifyBody } from "./mac.ts";
export { maskingKeys } from "./masking-keys.ts";
export { type CountName, publishCounts } from "./metrics.ts";
export { emptyPart, partName, readParts, undeclaredOf, uniqueUndeclared, writePart } from "./parts.ts";
export { pointerName, readPointers, writePointer } from "./pointers.ts";
export { readProof } from "./proofs.ts";
export { resources, serviceOf } from "./resources.ts";
export { readStoredRules, rulesOfRun } from "./rules-store.ts";
export { runIdOf, startOfRun } from "./run-id.ts";
