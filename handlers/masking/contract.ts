/** What `masking_handler` does: plan a run, mask export files, prove the result, switch the pointers, keep the ledger. */
import { z } from "zod";
import { lambda } from "../../workflows/kit/contract/index.ts";
import { Arn, Count, EnvironmentName, InRun, Instant, ObjectKey, RunId, RunIdOrNone, ServiceName, TableName } from "../shared/names.ts";

const handler = "masking_handler";

/** Locks, takes one instant for all stores, reads inventories and rules, writes the plan. */
export const plan = lambda(handler, "plan", {
  input: z.object({
    environment: EnvironmentName,
    execution: z.object({ arn: Arn, name: z.string().max(80), startTime: Instant }),
  }),
  output: z.object({
    runId: RunId,
    asOf: Instant,
    /** The run whose lock was taken over because its execution had ended; "" when there is none. */
    leftover: RunIdOrNone,
    /** Production's newest snapshot that is young enough; an empty ARN means: take one. */
    snapshotArn: Arn,
    planKey: ObjectKey,
    tablesKey: ObjectKey,
    services: Count,
    held: Count,
  }),
  errors: ["Refresh.AlreadyRunning", "Refresh.PlanFailed"],
});

const PreviewLines = z.array(z.string().max(400)).max(20);

/** The plan of the masking, by samples of S3 and DynamoDB: the first of its lines, without a value. */
export const MaskingAhead = z.object({
  places: Count,
  undeclared: Count,
  /** Rules for places without one; they decide nothing. */
  suggestions: PreviewLines,
  suggestionsInAll: Count,
  /** The live run that the changes are counted from; "" where none has kept its plan. */
  since: RunIdOrNone,
  changes: PreviewLines,
  changesInAll: Count,
});

/** Says what a run that started now would do: no lock, no plan, no trace. */
export const preview = lambda(handler, "preview", {
  input: z.object({ environment: EnvironmentName }),
  output: z.object({
    asOf: Instant,
    /** Production's newest snapshot that is young enough; an empty ARN means: one would be taken. */
    snapshotArn: Arn,
    /** How S3 would be read: the newest version at `asOf`, or the current one. */
    objectsAsOf: z.enum(["version", "current"]),
    rulesHash: z.string().regex(/^[0-9a-f]{64}$/),
    services: z.array(z.object({ name: ServiceName, tables: Count })).max(300),
    /** Services that would be held back, the first of them, and why. */
    held: z.array(z.object({ name: ServiceName, reason: z.string().max(200) })).max(60),
    heldInAll: Count,
    masking: MaskingAhead,
  }),
  errors: ["Refresh.PlanFailed"],
});

/** What an operator's execution takes up: a run of an earlier execution. */
const TakenUp = z.object({ ...InRun.shape, execution: Arn });

/** Takes up a run that stopped inside the switch: lock and run belong to this execution from now on. */
export const resume = lambda(handler, "resume", {
  input: TakenUp,
  output: z.object({ runId: RunId, proofKey: ObjectKey, testsPassed: Count }),
  errors: ["Refresh.AlreadyRunning", "Refresh.NotResumable"],
});

/** Checks that what a run has replaced is still there and was proved, and marks the run: the clean-up then rolls it back. */
export const beginRollBack = lambda(handler, "beginRollBack", {
  input: TakenUp,
  output: z.object({ runId: RunId, services: Count }),
  errors: ["Refresh.AlreadyRunning", "Refresh.RollBackRefused"],
});

/** Masks one data file of a DynamoDB export into the staging bucket. */
export const maskFile = lambda(handler, "maskFile", {
  input: z.object({
    ...InRun.shape,
    service: ServiceName,
    table: TableName,
    /** Key of the export's data file in the quarantine bucket. */
    dataFile: ObjectKey,
    items: Count,
  }),
  output: z.object({ items: Count }),
  errors: ["Masking.Failed", "Masking.Incomplete"],
});

/** Proves every store's result, and writes the signed proof. */
export const prove = lambda(handler, "prove", {
  input: InRun,
  output: z.object({ proofKey: ObjectKey, values: Count, proved: Count, held: Count }),
  errors: ["Masking.LeakFound", "Masking.ProofIncomplete"],
});

/** Verifies the proof's signature and points every proved service at tonight's generation. */
export const switchServices = lambda(handler, "switchServices", {
  input: z.object({ ...InRun.shape, proofKey: ObjectKey }),
  output: z.object({ switched: Count, held: Count }),
  errors: ["Refresh.ProofInvalid", "Refresh.SwitchFailed"],
});

/** Points every service that this run has switched back at what it had before. */
export const rollBackServices = lambda(handler, "rollBackServices", {
  input: InRun,
  output: z.object({ rolledBack: Count }),
  errors: ["Refresh.RollBackFailed"],
});

/** Adds up what the run did, for the metrics and the report. */
export const summarize = lambda(handler, "summarize", {
  input: z.object({ ...InRun.shape, testsPassed: Count }),
  output: z.object({
    services: Count,
    held: Count,
    degraded: Count,
    objects: Count,
    items: Count,
    rows: Count,
    seconds: z.number().min(0),
    generationAgeSeconds: z.number().min(0),
  }),
});

/** Writes down that the run failed, where and why, so that the clean-up and the report know. */
export const recordFailure = lambda(handler, "recordFailure", {
  input: z.object({ environment: EnvironmentName, execution: Arn, error: z.string().max(256), cause: z.string().max(32768) }),
  output: z.object({ runId: RunIdOrNone, error: z.string().max(256), message: z.string().max(1024) }),
});

const ClusterName = z.string().regex(/^[A-Za-z0-9-]{1,63}$/);
const SnapshotName = z.string().regex(/^[A-Za-z0-9:-]{1,255}$/);

/** What a run has left that no pointer and no rollback needs: a clean-up deletes exactly this. */
export const findLeftovers = lambda(handler, "findLeftovers", {
  input: z.object({ environment: EnvironmentName, execution: Arn, runId: RunIdOrNone }),
  output: z.object({
    runId: RunIdOrNone,
    /** False while the execution still runs somewhere else under a lock of its own: nothing may be touched then. */
    mayCleanUp: z.boolean(),
    /** True when this run was inside the switch: its services have to be rolled back first. */
    rollBack: z.boolean(),
    executions: z.array(Arn).max(50),
    automations: z.array(z.string().regex(/^[A-Za-z0-9-]{1,64}$/)).max(24),
    clusters: z.array(z.object({ cluster: ClusterName, instance: ClusterName })).max(24),
    snapshots: z.array(SnapshotName).max(48),
    productionSnapshots: z.array(SnapshotName).max(48),
    tables: z.array(TableName).max(400),
  }),
});

/** Marks the run as cleaned up and releases its lock. */
export const release = lambda(handler, "release", {
  input: z.object({ environment: EnvironmentName, runId: RunIdOrNone }),
  output: z.object({ released: z.boolean() }),
});

export const maskingOperations = {
  plan,
  preview,
  resume,
  beginRollBack,
  maskFile,
  prove,
  switchServices,
  rollBackServices,
  summarize,
  recordFailure,
  findLeftovers,
  release,
};
