/** The contracts and workflows that the mistakes are made with. */
import { z } from "zod";
import { activity, awsSdk, lambda, waitForTaskToken } from "../../workflows/kit/contract/index.ts";
import { putEvents } from "../../workflows/kit/contract/integrations/index.ts";
import { child, workflow } from "../../workflows/kit/index.ts";

export const syncBuckets = lambda("sync_handler", "sync", {
  input: z.object({ runId: z.string(), from: z.string(), to: z.string() }),
  output: z.object({ objects: z.number(), tables: z.array(z.object({ name: z.string(), arn: z.string() })), note: z.string().optional() }),
  errors: ["Sync.AccessDenied", "Sync.Throttled"],
});
export const maskTables = lambda("mask_handler", "mask", {
  input: z.object({ runId: z.string(), tables: z.array(z.object({ table: z.string(), items: z.number() })) }),
  output: z.object({ rows: z.number(), columns: z.number() }),
  errors: ["Mask.RuleMissing"],
});
export const publishMetrics = lambda("publish_handler", "publish", {
  input: z.object({ runId: z.string(), outcome: z.enum(["passed", "failed", "empty"]), rows: z.number() }),
  output: z.object({ published: z.number() }),
});
export const describeExport = awsSdk("dynamodb:describeExport", {
  input: z.object({ ExportArn: z.string() }),
  output: z.object({ ExportDescription: z.object({ ExportStatus: z.enum(["IN_PROGRESS", "COMPLETED", "FAILED"]) }) }),
});

export const describeCluster = awsSdk("rds:describeDBClusters", {
  input: z.object({ DbClusterIdentifier: z.string() }),
  output: z.object({ DbClusters: z.array(z.object({ Status: z.string() })) }),
  errors: ["Rds.DbClusterNotFoundException"],
});
export const approve = activity("approval", {
  input: z.object({ change: z.string() }),
  output: z.object({ approved: z.boolean() }),
});
export const ask = waitForTaskToken(
  lambda("ask_handler", "ask", {
    input: z.object({ question: z.string(), taskToken: z.string() }),
    output: z.object({ sent: z.boolean() }),
  }),
  { output: z.object({ answer: z.string() }), errors: ["Ask.Refused"] },
);
export { putEvents };

/** A workflow without a mistake, for the mistakes in scenarios and in parents. */
export const small = workflow({
  name: "small",
  comment: "Syncs and masks.",
  input: z.object({ runId: z.string(), prod: z.string() }),
  timeoutSeconds: 600,
  tasks: { "Sync buckets": syncBuckets, "Mask tables": maskTables },
}).define(({ input, run }) => {
  const synced = run("Sync buckets", { runId: input.runId, from: input.prod, to: "test" });
  const masked = run("Mask tables", { runId: input.runId, tables: [] });
  return { objects: synced.objects, rows: masked.rows };
});
export const runSmall = child(small, { stateMachine: "small" });
/** A workflow with a child. */
export const parent = workflow({
  name: "parent",
  comment: "Runs the small one.",
  input: z.object({ runId: z.string() }),
  tasks: { "Run small": runSmall },
}).define(({ input, run }) => ({ rows: run("Run small", { runId: input.runId, prod: "p" }).rows }));
