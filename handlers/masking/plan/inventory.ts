/** The inventory: every place with its decision, to be kept and compared with the next one. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { byText } from "./place-names.ts";
import type { Plan, PlanItem } from "./plan.ts";

const Text = z.string().max(2_000);

/** One place of an inventory. */
export const InventoryEntry = z.object({
  store: z.enum(["aurora", "dynamodb", "s3", "records"]),
  service: Text,
  place: Text,
  type: Text,
  action: z.enum(["rule", "redact", "null", "key", "year", "pass", "hold", "copy", "mask", "drop"]),
  /** The rule that decided, or "". */
  rule: Text,
  /** 16 hexadecimal digits of what the decision was, the template included. */
  hash: z.string().regex(/^[0-9a-f]{16}$/),
});
export type InventoryEntry = z.infer<typeof InventoryEntry>;

/** `inventory.json`: committed beside the rules, or kept with a run. */
export const Inventory = z.object({ schemaVersion: z.literal(1), entries: z.array(InventoryEntry) });
export type Inventory = z.infer<typeof Inventory>;

/** The inventory of a plan, in the plan's order. */
export function inventoryOf(plan: Plan): Inventory {
  return { schemaVersion: 1, entries: plan.items.map(inventoryEntry) };
}

/** The entry of a place. */
export function inventoryEntry(
  item: Pick<PlanItem, "store" | "service" | "place" | "type" | "action" | "rule" | "template">,
): InventoryEntry {
  const { store, service, place, type, action, rule = "", template = "" } = item;
  const hash = createHash("sha256")
    .update(JSON.stringify([action, rule, template]), "utf8")
    .digest("hex")
    .slice(0, 16);
  return { store, service, place, type, action, rule, hash };
}

/** A place that is in both inventories, and not the same. */
export interface InventoryChange {
  readonly before: InventoryEntry;
  readonly after: InventoryEntry;
}

/** What has changed since an earlier inventory; a place may have both another type and another decision. */
export interface InventoryDiff {
  readonly added: readonly InventoryEntry[];
  readonly gone: readonly InventoryEntry[];
  readonly otherType: readonly InventoryChange[];
  readonly otherDecision: readonly InventoryChange[];
}

/**
 * The difference of two inventories: what the owner of a service is told.
 *
 * @example
 * ```ts
 * diffInventory(lastNight, inventoryOf(plan)).added.map(({ place }) => place); // ["customers.fax"]
 * ```
 */
export function diffInventory(before: Inventory, after: Inventory): InventoryDiff {
  const [earlier, later] = [byPlace(before), byPlace(after)];
  const both = [...later].flatMap(([id, entry]) => {
    const old = earlier.get(id);
    return old === undefined ? [] : [{ before: old, after: entry }];
  });
  return {
    added: [...later].filter(([id]) => !earlier.has(id)).map(([, entry]) => entry),
    gone: [...earlier].filter(([id]) => !later.has(id)).map(([, entry]) => entry),
    otherType: both.filter((change) => change.before.type !== change.after.type),
    otherDecision: both.filter((change) => change.before.hash !== change.after.hash),
  };
}

/** Whether nothing has changed. */
export function isSameInventory({ added, gone, otherType, otherDecision }: InventoryDiff): boolean {
  return added.length + gone.length + otherType.length + otherDecision.length === 0;
}

function byPlace({ entries }: Inventory): ReadonlyMap<string, InventoryEntry> {
  const byId = entries.map((entry) => [JSON.stringify([entry.store, entry.service, entry.place]), entry] as const);
  return new Map(byId.sort(([a], [b]) => byText(a, b)));
}
