/** Services that a foreign key joins share their fate: when one is held back, so is the other. */

/** A foreign key, by the name that a reason gives it, and the services at its two ends. */
export interface Joint {
  readonly name: string;
  readonly services: readonly [string, string];
}

/** Adds to the held services, by their reasons, all that foreign keys join to them, directly or over others. */
export function spreadHolds(held: Map<string, string[]>, joints: Iterable<Joint>): void {
  const joined = new Map<string, { name: string; other: string }[]>();
  for (const { name, services } of joints) {
    for (const [service, other] of [services, [...services].reverse()] as [string, string][]) {
      if (service !== other) joined.set(service, [...(joined.get(service) ?? []), { name, other }]);
    }
  }
  const open = [...held.keys()];
  for (let service = open.pop(); service !== undefined; service = open.pop()) {
    for (const { name, other } of joined.get(service) ?? []) {
      if (held.has(other)) continue;
      held.set(other, [`${service} is held back, and the foreign key ${name} joins the two`]);
      open.push(other);
    }
  }
}
