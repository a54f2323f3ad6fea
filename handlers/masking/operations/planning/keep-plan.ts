/** Keeps the plan of a run's masking: as JSON, and as a page with what has changed since the last live run's. */
import { staging } from "../../../shared/layout.ts";
import { writeObject } from "../../../shared/objects.ts";
import { type Plan, renderDiff, renderPlan } from "../../plan/index.ts";
import type { MaskingContext } from "../context.ts";
import { changesSince } from "./changes-since.ts";

/** Writes `masking-plan.json` and `masking-plan.md`. */
export async function keepPlan(context: MaskingContext, runId: string, plan: Plan): Promise<void> {
  const { clients, variables } = context;
  const bucket = variables.STAGING_BUCKET;
  const changes = await changesSince(context, runId, plan);
  const since =
    changes === undefined ? "No earlier run kept its plan.\n" : `Since run ${changes.runId}.\n\n${renderDiff(changes.diff, "markdown")}`;
  const page = `${renderPlan(plan, "markdown")}\n## Changes in what was sampled\n\n${since}`;
  await writeObject(clients.s3, bucket, staging.maskingPlan(runId), renderPlan(plan, "json"));
  await writeObject(clients.s3, bucket, staging.maskingPlanPage(runId), page, "text/markdown; charset=utf-8");
}
