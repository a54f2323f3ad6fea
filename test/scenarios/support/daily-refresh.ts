/** What a good night of `daily-refresh` answers, state by state. */
import { asOf, executionArn, inRun, returns, runId, snapshotArn } from "./values.ts";

export const input = { environment: inRun.environment } as const;
const proofKey = `runs/${runId}/proof.json`;
export const planned = {
  runId,
  asOf,
  leftover: "",
  snapshotArn,
  planKey: `runs/${runId}/plan.json`,
  tablesKey: `runs/${runId}/tables.jsonl`,
  services: 3,
  held: 0,
} as const;

/** What operators ask for. */
export const resuming = { ...input, resume: runId } as const;
export const goingBack = { ...input, rollBack: runId } as const;
export const lookingAhead = { ...input, preview: true } as const;

export const goodNight = {
  Preview: returns({
    asOf,
    snapshotArn,
    objectsAsOf: "version",
    rulesHash: "0".repeat(64),
    services: [{ name: "billing", tables: 2 }],
    held: [],
    heldInAll: 0,
    masking: { places: 3, undeclared: 1, suggestions: [], suggestionsInAll: 0, since: "", changes: [], changesInAll: 0 },
  }),
  "Check the roll-back": returns({ runId, services: 3 }),
  "Roll back and clean up": returns({ runId }),
  "Take up the run": returns({ runId, proofKey, testsPassed: 30 }),
  Plan: returns(planned),
  "Clean up the run before": returns({ runId: "20261123t0200-ffff" }),
  "Sync S3": returns({ objects: 351, copied: 123, masked: 222, dropped: 6 }),
  "Refresh DynamoDB": returns({}),
  "Refresh Aurora": returns({ rows: 30000, tables: 6, held: 0 }),
  Prove: returns({ proofKey, values: 100, proved: 3, held: 0 }),
  "Run integration tests": returns({ passed: 30, reportKey: `runs/${runId}/tests.json` }),
  "Publish objects": returns({ done: true, objects: 345 }),
  "Switch services": returns({ switched: 3, held: 0 }),
  Summarize: returns({
    services: 3,
    held: 0,
    degraded: 1,
    objects: 345,
    items: 12000,
    rows: 30000,
    seconds: 61.5,
    generationAgeSeconds: 3600,
  }),
  "Publish metrics": returns({}),
  "Clean up": returns({ runId }),
  "Roll back services": returns({ rolledBack: 3 }),
  "Roll back objects": returns({ done: true, objects: 345 }),
  "Record failure": returns({ runId, error: "Some.Error", message: "why" }),
  "Publish failure": returns({ MessageId: "m" }),
  "Publish failure metric": returns({}),
  "Clean up after failure": returns({ runId }),
} as const;

/** The states that every failure visits, in whatever stage it happens. */
export const failureRoute = [
  "Record failure",
  "Publish failure",
  "Publish failure metric",
  "Clean up after failure",
  "Refresh failed",
] as const;
export { executionArn };
