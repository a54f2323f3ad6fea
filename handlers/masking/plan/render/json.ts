/** The plan as JSON for programs. */
import { z } from "zod";
import { Inventory, inventoryOf } from "../inventory.ts";
import type { Plan } from "../plan.ts";

const Suggestion = z.object({ rule: z.string(), template: z.string(), because: z.string() });

/** What renderPlan prints as JSON, for whoever reads it back. */
export const PlanDocument = z.object({
  schemaVersion: z.literal(1),
  rulesHash: z.string(),
  services: z.array(z.object({ name: z.string(), status: z.enum(["planned", "degraded", "held"]), reasons: z.array(z.string()) })),
  places: z.array(
    z.object({
      store: z.enum(["aurora", "dynamodb", "s3", "records"]),
      service: z.string(),
      place: z.string(),
      action: z.enum(["rule", "redact", "null", "key", "year", "pass", "hold", "copy", "mask", "drop"]),
      declared: z.boolean(),
      rule: z.string().optional(),
      why: z.string(),
      suggestion: Suggestion.optional(),
    }),
  ),
  warnings: z.array(z.object({ rule: z.string(), problem: z.string() })),
  inventory: Inventory,
});
export type PlanDocument = z.infer<typeof PlanDocument>;

/** Two spaces, one fixed order of members; the inventory's entries stand beside the places. */
export function renderJson(plan: Plan): string {
  const { rulesHash, services, items, warnings } = plan;
  const places = items.map(({ store, service, place, type, action, declared, rule, template, why, suggestion }) => ({
    store,
    service,
    place,
    type,
    action,
    declared,
    rule,
    template,
    why,
    suggestion,
  }));
  return `${JSON.stringify({ schemaVersion: 1, rulesHash, services, places, warnings, inventory: inventoryOf(plan) }, undefined, 2)}\n`;
}
