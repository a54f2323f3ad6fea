/** What a Map or a Parallel state holds, as a whole: branches, the start, the processor's settings. */
import type { JsonObject } from "../../asl/index.ts";
import type { Part } from "../change.ts";
import type { Node, Scope } from "../graph.ts";
import { without } from "../json.ts";
import type { Pairs } from "../match/index.ts";
import { count, quoted } from "../words.ts";
import { edgePart } from "./edge-part.ts";
import type { SameText } from "./field-changes.ts";
import { fieldParts } from "./fields.ts";
import { Targets, targetOf } from "./targets.ts";

const fieldOf = (node: Node, index: number): string => {
  if (node.state.Type === "Parallel") return `Branches[${index}]`;
  return Object.hasOwn(node.state, "ItemProcessor") ? "ItemProcessor" : "Iterator";
};

const label = (node: Node, index: number): string => (node.state.Type === "Parallel" ? `branch ${index + 1}` : "processor");
const content = ({ machine, nodes }: Scope): string => `${count(nodes.size, "state")} from ${quoted(machine.StartAt)}`;

/** The start and the fields of two scopes that belong together. */
export function scopeParts(before: Scope, after: Scope, path: string, pairs: Pairs, same: SameText): readonly Part[] {
  const fields = (scope: Scope): JsonObject => without(scope.machine as unknown as JsonObject, ["StartAt", "States"]);
  const startAt = path === "" ? "StartAt" : `${path}.StartAt`;
  const from = targetOf(before, before.machine.StartAt);
  const to = targetOf(after, after.machine.StartAt);
  return [...fieldParts(fields(before), fields(after), path, same), ...edgePart(new Targets(pairs), from, to, startAt, startAt)];
}

/** The changes of the scopes inside a state. */
export function insideParts(before: Node, after: Node, pairs: Pairs, same: SameText): readonly Part[] {
  const parts: Part[] = [];
  const order: number[] = [];
  for (const [index, scope] of before.inside.entries()) {
    const now = pairs.scopeNow(scope);
    const at = now ? after.inside.indexOf(now) : -1;
    if (now && at >= 0) {
      order.push(at);
      parts.push(...scopeParts(scope, now, fieldOf(after, at), pairs, same));
    } else {
      const words = `${label(before, index)} removed (${content(scope)})`;
      parts.push({ subject: "map", action: "removed", field: fieldOf(before, index), words });
    }
  }
  for (const [index, scope] of after.inside.entries()) {
    if (pairs.scopeWas(scope)?.owner === before) continue;
    parts.push({
      subject: "map",
      action: "added",
      field: fieldOf(after, index),
      words: `${label(after, index)} added (${content(scope)})`,
    });
  }
  if (order.some((at, index) => at < (order[index - 1] ?? -1))) {
    const words = `branches reordered: 1 to ${order.length} are now ${order.map((at) => at + 1).join(", ")}`;
    parts.push({ subject: "map", action: "reordered", field: "Branches", words });
  }
  const [old, now] = [fieldOf(before, 0), fieldOf(after, 0)];
  if (before.state.Type === "Map" && after.state.Type === "Map" && old !== now)
    parts.push({ subject: "map", action: "changed", field: now, from: old, to: now, words: `${old} is written as ${now}` });
  return parts;
}
