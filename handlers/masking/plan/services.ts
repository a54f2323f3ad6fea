/** Which services can be masked: what holds one place holds its service, and those that foreign keys join to it. */
import type { Reference } from "../decide/index.ts";
import { spreadHolds } from "./holds.ts";
import { byText } from "./place-names.ts";
import type { PlanItem, PlannedService } from "./plan.ts";

/** The services by name, with what holds them or degrades them. */
export function servicesOf(
  names: readonly string[],
  items: readonly PlanItem[],
  references: readonly Reference[],
  heldBefore: ReadonlyMap<string, readonly string[]>,
): readonly PlannedService[] {
  const held = new Map([...heldBefore].map(([service, reasons]) => [service, [...reasons]]));
  for (const { action, service, why } of items) {
    if (action !== "hold") continue;
    const reasons = held.get(service);
    if (reasons === undefined) held.set(service, [why]);
    else reasons.push(why);
  }
  spreadHolds(
    held,
    references.map(({ from, to }) => ({ name: `${from.table}.${from.name}`, services: [from.service, to.service] })),
  );
  const degraded = new Set(items.filter(({ declared, action }) => !declared && action !== "pass").map(({ service }) => service));
  return [...new Set([...names, ...held.keys()])].sort(byText).map((name) => {
    const reasons = [...new Set(held.get(name))].sort(byText);
    const status = reasons.length > 0 ? "held" : degraded.has(name) ? "degraded" : "planned";
    return Object.freeze({ name, status, reasons });
  });
}
