/** The report of a run as JSON: stable, versioned, without a single value of a customer. */
import { z } from "zod";

const count = z.int().min(0);
const seconds = z.number().min(0);
const statuses = z.enum(["SUCCEEDED", "FAILED", "RUNNING"]);

/** One stage of a run: a Task state of `daily-refresh`. */
export const StageReport = z.object({
  name: z.string(),
  status: statuses,
  seconds,
  /** The states of the stage's own execution. */
  steps: z.array(z.object({ name: z.string(), seconds })),
});

/** What became of one service. */
export const ServiceReport = z.object({
  name: z.string(),
  /** `degraded`: switched, with undeclared data redacted; `held`: it keeps the data that it had. */
  status: z.enum(["switched", "degraded", "held", "not switched"]),
  reasons: z.array(z.string()),
  s3: z.object({ objects: count, copied: count, masked: count, dropped: count, bytes: count }),
  dynamodb: z.object({ tables: count, items: count }),
  aurora: z.object({ tables: count, rows: count }),
  /** Where the service's pointer points now. */
  live: z
    .object({
      run: z.string(),
      endpoint: z.string(),
      port: count,
      schema: z.string(),
      tables: z.record(z.string(), z.string()),
      bucket: z.string(),
      prefix: z.string(),
    })
    .nullable(),
  undeclared: z.array(
    z.object({ store: z.string(), place: z.string(), action: z.string(), why: z.string(), suggestion: z.string().optional() }),
  ),
});

/** What a run has left that should not be there. */
export const LeftBehindReport = z.object({
  quarantineObjects: count,
  clones: z.array(z.string()),
  rawSnapshots: z.array(z.string()),
  lockHeld: z.boolean(),
});

/** One night. */
export const NightReport = z.object({
  night: count,
  status: z.enum(["SUCCEEDED", "FAILED", "ABORTED", "TIMED_OUT"]),
  runId: z.string().nullable(),
  execution: z.string(),
  seconds,
  stages: z.array(StageReport),
  /** Where and why it failed, and whether the topic of failures has told so. */
  failure: z.object({ stage: z.string(), state: z.string(), error: z.string(), cause: z.string(), published: z.boolean() }).nullable(),
  services: z.array(ServiceReport),
  tests: z.object({
    passed: count,
    failed: count,
    failures: z.array(z.object({ service: z.string(), name: z.string(), message: z.string() })),
  }),
  proof: z.object({ key: z.string(), values: count, scanned: count, found: count }).nullable(),
  /** Rules that were for nothing, with the nearest name. */
  warnings: z.array(z.object({ rule: z.string(), problem: z.string() })),
  asOf: z.string().nullable(),
  objectsAsOf: z.enum(["version", "current"]).nullable(),
  leftBehind: LeftBehindReport,
});

/** The whole report: the last night stands on top, all nights under `nights`. */
export const RefreshReport = z.object({
  schemaVersion: z.literal(1),
  ...NightReport.shape,
  nights: z.array(NightReport),
  leaks: z.object({ values: count, scanned: count, found: count, places: z.array(z.object({ place: z.string(), found: count })) }),
  production: z.object({ objects: count, items: count, rows: count }),
  /** What the roles' policies have allowed, and every call that they denied, with the statement that is missing. */
  access: z.object({ enforced: z.boolean(), allowed: count, denied: z.array(z.string()) }).optional(),
  /** Seconds of wall time from the command's start, and of its parts. */
  timing: z.object({ total: seconds, start: seconds, seed: seconds, nights: seconds, leakCheck: seconds }),
});

export type StageReport = z.infer<typeof StageReport>;
export type ServiceReport = z.infer<typeof ServiceReport>;
export type LeftBehindReport = z.infer<typeof LeftBehindReport>;
export type NightReport = z.infer<typeof NightReport>;
export type RefreshReport = z.infer<typeof RefreshReport>;
