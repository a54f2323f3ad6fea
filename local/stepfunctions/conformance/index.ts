/** Plays recorded executions and API calls against this engine's server and counts what it answers as AWS did; commands and tests enter. */
export { type Baseline, lostLevels, readBaseline, toBaseline, writeBaseline } from "./baseline.ts";
export { findCases, type RecordedCase, shareOf } from "./cases.ts";
export { type CaseResult, type PlayOptions, playCases } from "./play.ts";
export { figuresTable } from "./table.ts";
