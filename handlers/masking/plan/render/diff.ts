/** The difference of two inventories, for the owner of a service. */
import { type InventoryDiff, type InventoryEntry, isSameInventory } from "../inventory.ts";
import { code, escaped, table } from "./markdown.ts";
import { oneLine } from "./parts.ts";

type Line = readonly [what: string, entry: InventoryEntry, details: string];

function linesOf({ added, gone, otherType, otherDecision }: InventoryDiff): Line[] {
  return [
    ...added.map((entry): Line => ["new", entry, `${entry.type}: ${said(entry)}`]),
    ...gone.map((entry): Line => ["gone", entry, `was ${entry.type}: ${said(entry)}`]),
    ...otherType.map(({ before, after }): Line => ["other type", after, `${before.type} → ${after.type}`]),
    ...otherDecision.map(({ before, after }): Line => ["other decision", after, `${said(before)} → ${said(after)}`]),
  ];
}

const said = ({ action, rule, hash }: InventoryEntry): string =>
  action === "rule" ? `rule${rule === "" ? "" : ` "${rule}"`} (${hash.slice(0, 6)})` : action;
const placeOf = ({ service, store, place }: InventoryEntry): string => `${service}, ${store}: ${place}`;

/** A line for each change; one line when there is none. */
export function renderDiff(diff: InventoryDiff, format: "text" | "markdown"): string {
  if (isSameInventory(diff)) return "Nothing has changed since the last inventory.\n";
  const lines = linesOf(diff);
  if (format === "text") return `${lines.map(([what, entry, details]) => oneLine(`${what}: ${placeOf(entry)}: ${details}`)).join("\n")}\n`;
  const rows = lines.map(([what, entry, details]) => [
    what,
    escaped(`${entry.service}, ${entry.store}`),
    code(entry.place),
    escaped(details),
  ]);
  return `${table(["change", "where", "place", "what"], rows).join("\n")}\n`;
}
