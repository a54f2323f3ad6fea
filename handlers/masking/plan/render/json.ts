/** The plan as JSON for programs. */
import { inventoryOf } from "../inventory.ts";
import type { Plan } from "../plan.ts";

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
