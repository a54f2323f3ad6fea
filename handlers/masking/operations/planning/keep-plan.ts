/** Keeps the plan of a run's masking: as JSON, and as a page with what has changed since the last live run's. */
import { staging } from "../../../shared/layout.ts";
import { writeObject } from "../../../shared/objects.ts";
import { diffInventory, inventoryOf, type Plan, PlanDocument, renderDiff, renderPlan } from "../../plan/index.ts";
import type { MaskingContext } from "../context.ts";
import { earlierReport } from "../earlier-report.ts";

/** Writes `masking-plan.json` and `masking-plan.md`. */
export async function keepPlan(context: MaskingContext, runId: string, plan: Plan): Promise<void> {
  const { clients, variables } = context;
  const bucket = variables.STAGING_BUCKET;
  const earlier = await earlierReport(context, runId, staging.maskingPlan, PlanDocument);
  const since =
    earlier === undefined
      ? "No earlier run kept its plan.\n"
      : `Since run ${earlier.runId}.\n\n${renderDiff(diffInventory(earlier.report.inventory, inventoryOf(plan)), "markdown")}`;
  const page = `${renderPlan(plan, "markdown")}\n## Changes in what was sampled\n\n${since}`;
  await writeObject(clients.s3, bucket, staging.maskingPlan(runId), renderPlan(plan, "json"));
  await writeObject(clients.s3, bucket, staging.maskingPlanPage(runId), page, "text/markdown; charset=utf-8");
}
