/** What has changed in the plan of the masking since the last live run's. */
import { staging } from "../../../shared/layout.ts";
import { diffInventory, type InventoryDiff, inventoryOf, type Plan, PlanDocument } from "../../plan/index.ts";
import type { MaskingContext } from "../context.ts";
import { earlierReport } from "../earlier-report.ts";

/** The difference to the newest live run's plan, `runId`'s own apart; undefined when none has kept one. */
export async function changesSince(
  context: MaskingContext,
  runId: string,
  plan: Plan,
): Promise<{ readonly runId: string; readonly diff: InventoryDiff } | undefined> {
  const earlier = await earlierReport(context, runId, staging.maskingPlan, PlanDocument);
  return earlier && { runId: earlier.runId, diff: diffInventory(earlier.report.inventory, inventoryOf(plan)) };
}
