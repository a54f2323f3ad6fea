/** The JSON of the operator's commands (`--json`) and of their events: versioned, and without a single value of a customer. */
import { z } from "zod";
import { MaskingAhead } from "../../handlers/masking/contract.ts";
import { Count, EnvironmentName, Instant, RunId, RunIdOrNone, ServiceName } from "../../handlers/shared/names.ts";

const about = {
  schemaVersion: z.literal(1),
  environment: EnvironmentName,
  account: z.string().regex(/^\d{12}$/),
  region: z.string().max(40),
  at: Instant,
};
const ArnText = z.string().max(512);
const Sentence = z.string().max(1200);
const Seconds = z.number().min(0);

/** What an execution of `daily-refresh` was asked for. */
export const Asked = z.enum(["refresh", "resume", "rollback", "preview"]);
export type Asked = z.infer<typeof Asked>;

/** Who holds the lock. */
export const LockReport = z.object({
  runId: RunId,
  execution: ArnText,
  /** When that execution started; absent where Step Functions has forgotten it. */
  since: Instant.optional(),
  expiresAt: Instant,
  /** Whether that execution still runs. */
  runs: z.boolean(),
});
export type LockReport = z.infer<typeof LockReport>;

/** What a stage waits on: an execution that it started, the state that this is in, and how far a Map is. */
export const Waiting = z.object({
  execution: ArnText,
  state: z.string().max(80),
  since: Instant,
  items: z.object({ done: Count, failed: Count, total: Count }).optional(),
});
export type Waiting = z.infer<typeof Waiting>;

/** A stage of the run that is at work. */
export const StageReport = z.object({
  name: z.string().max(80),
  status: z.enum(["succeeded", "failed", "running"]),
  since: Instant,
  seconds: Seconds,
  /** The median of the last runs; absent where none had this stage. */
  typicalSeconds: Seconds.optional(),
  /** From the outside in. */
  waitsOn: z.array(Waiting).max(4),
});
export type StageReport = z.infer<typeof StageReport>;

/** One line of the last runs. */
export const RunLine = z.object({
  runId: RunIdOrNone,
  execution: ArnText,
  asked: Asked,
  status: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"]),
  /** How the control table knows the run. */
  state: z.enum(["running", "switching", "live", "failed", "cleaned", "unknown"]),
  startedAt: Instant,
  seconds: Seconds,
  services: Count.optional(),
  held: Count.optional(),
  degraded: Count.optional(),
  error: z.string().max(256).optional(),
  message: z.string().max(300).optional(),
});
export type RunLine = z.infer<typeof RunLine>;

/** `status --json` */
export const StatusReport = z.object({
  ...about,
  command: z.literal("status"),
  lock: LockReport.optional(),
  /** Clean-ups that run now. */
  cleanUps: Count,
  /** A run that stopped inside the switch: `resume` or `rollback` ends it. */
  insideTheSwitch: RunId.optional(),
  running: z
    .object({
      runId: RunIdOrNone,
      execution: ArnText,
      asked: Asked,
      since: Instant,
      seconds: Seconds,
      stages: z.array(StageReport).max(60),
    })
    .optional(),
  /** The median of the last runs that succeeded. */
  typicalSeconds: Seconds.optional(),
  runs: z.array(RunLine).max(10),
  /** What could not be read, and why. */
  notes: z.array(Sentence).max(20),
});
export type StatusReport = z.infer<typeof StatusReport>;

/** `start --plan --json` */
export const PlanReport = z.object({
  ...about,
  command: z.literal("start"),
  asOf: Instant,
  /** How old the data would be. */
  ageSeconds: Seconds,
  /** Production's snapshot; "" where one would be taken. */
  snapshotArn: ArnText,
  objectsAsOf: z.enum(["version", "current"]),
  rulesHash: z.string().length(64),
  /** Whether the last live run was made by these rules; absent where there is none. */
  rulesChanged: z.boolean().optional(),
  services: z.array(z.object({ name: ServiceName, tables: Count, live: z.string().max(32) })).max(300),
  held: z.array(z.object({ name: ServiceName, reason: z.string().max(200) })).max(60),
  heldInAll: Count,
  /** What the plan of the masking says: suggestions and changes, a line each (20 at most). */
  masking: MaskingAhead,
  /** What the last live run found changed in production's places, and what it held. */
  last: z
    .object({
      runId: RunId,
      held: Count,
      degraded: Count,
      changes: z.object({ added: Count, gone: Count, otherType: Count, otherDecision: Count }).optional(),
    })
    .optional(),
  /** Why a run would be refused now; absent where it would start. */
  refused: Sentence.optional(),
});
export type PlanReport = z.infer<typeof PlanReport>;

const Started = { execution: ArnText, outcome: z.enum(["started", "succeeded", "failed"]), error: z.string().max(256).optional() };

/** `start --json` */
export const StartReport = z.object({ ...about, command: z.literal("start"), ...Started });
export type StartReport = z.infer<typeof StartReport>;

/** What is done and what is left of a run that stopped inside the switch. */
export const SwitchReport = z.object({
  runId: RunId,
  error: z.string().max(256).optional(),
  message: z.string().max(300).optional(),
  objects: z.object({ phase: z.enum(["not begun", "copy", "delete", "done"]), published: Count }),
  /** Services that point at the run, and proved ones that do not yet. */
  switched: z.array(ServiceName).max(500),
  left: z.array(ServiceName).max(500),
});
export type SwitchReport = z.infer<typeof SwitchReport>;

/** `resume --json`; `outcome` is "dry run" with `--dry-run`. */
export const ResumeReport = z.object({
  ...about,
  command: z.literal("resume"),
  ...SwitchReport.shape,
  execution: ArnText,
  outcome: z.enum(["dry run", "started", "succeeded", "failed"]),
});
export type ResumeReport = z.infer<typeof ResumeReport>;

/** `rollback --json`; `outcome` is "dry run" with `--dry-run`. */
export const RollBackReport = z.object({
  ...about,
  command: z.literal("rollback"),
  runId: RunId,
  changes: z.array(z.object({ service: ServiceName, from: z.string().max(32), to: z.string().max(32) })).max(500),
  /** Pages of objects whose earlier versions are put back, 250 objects a page at most. */
  objectPages: Count,
  execution: ArnText,
  outcome: z.enum(["dry run", "started", "succeeded", "failed"]),
});
export type RollBackReport = z.infer<typeof RollBackReport>;

/** `unlock --json` */
export const UnlockReport = z.object({ ...about, command: z.literal("unlock"), lock: LockReport.optional(), released: z.boolean() });
export type UnlockReport = z.infer<typeof UnlockReport>;

/** The detail of the events that every changing command publishes before and after. */
export const AuditDetail = z.object({
  schemaVersion: z.literal(1),
  command: z.enum(["start", "resume", "rollback", "unlock"]),
  phase: z.enum(["before", "after"]),
  environment: EnvironmentName,
  /** The caller's ARN, as STS says it. */
  who: ArnText,
  at: Instant,
  run: RunIdOrNone,
  execution: ArnText,
  outcome: z.enum(["", "started", "succeeded", "failed", "released", "refused"]),
});
export type AuditDetail = z.infer<typeof AuditDetail>;
