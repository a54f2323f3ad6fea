/**
 * The fault test: the refresh is disturbed at every state, step and call, one night at a time, and the invariants of the refresh
 * are checked after each ending. The command `npm run test:faults` and tests enter here.
 */
export { type Canary, type CanarySearch, collectCanaries, type Hit, plantObjects, searchFor } from "./canaries/index.ts";
export { disturbedDocument } from "./inflict/index.ts";
export { type Invariant, invariants, judge, type Seen, type Verdicts } from "./judge.ts";
export { allFaults, type Choice, chooseFaults, committedDocument, type Fault } from "./list/index.ts";
export { FaultsReport, faultsReport, markdownReport } from "./report/index.ts";
export {
  BadFirstNight,
  type FaultResult,
  type FaultSession,
  type RunFaultsOptions,
  runFault,
  runFaults,
  startFaultSession,
} from "./run/index.ts";
