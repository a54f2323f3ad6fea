/** The plan of a masking: what happens to every place of the three stores, and why; pure. Handlers, local and tests may enter. */

export { safeName } from "../decide/index.ts";
export type { ObjectFacts, PlaceFacts, PlanInput, StoreName, ValueKind } from "./facts.ts";
export { type Joint, spreadHolds } from "./holds.ts";
export {
  diffInventory,
  Inventory,
  type InventoryChange,
  type InventoryDiff,
  InventoryEntry,
  inventoryEntry,
  inventoryOf,
  isSameInventory,
} from "./inventory.ts";
export type { Plan, PlanAction, PlanItem, PlannedService, PlanWarning } from "./plan.ts";
export { planOf } from "./plan-of.ts";
export { PlanDocument, type PlanFormat, renderDiff, renderPlan } from "./render/index.ts";
export { type HeadOptions, plainItem, RecordSampler, type SamplerOptions, sampleHead } from "./sample/index.ts";
export { printSuggestion, type Suggestion, suggest } from "./suggest/index.ts";
export { warningsOf } from "./warnings.ts";
