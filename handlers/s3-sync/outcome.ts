/** What became of one object, as the journal keeps it and the report adds it up; without a value of a customer. */
import { z } from "zod";
import { emptyPart, uniqueUndeclared } from "../shared/parts.ts";
import { type PartReport, Undeclared } from "../shared/reports.ts";
import type { ManifestLine } from "./manifest.ts";

/** Copied, masked or dropped; or its service has to be held back, for the reason. */
export const Outcome = z.object({
  became: z.enum(["copied", "masked", "dropped", "held"]),
  /** Why the service has to be held; "" where it is held already. */
  reason: z.string(),
  /** Values that stayed as they are without an explanation. */
  unchanged: z.number().int(),
  undeclared: z.array(Undeclared),
  /** The rules that were for something in it. */
  matched: z.array(z.string()).default([]),
});
export type Outcome = z.infer<typeof Outcome>;

const mostUndeclared = 2_000;

/** The outcome with what is to be said of it. */
export function outcome(became: Outcome["became"], undeclared: readonly Undeclared[] = [], reason = ""): Outcome {
  return { became, reason, unchanged: 0, undeclared: [...undeclared], matched: [] };
}

/** Something that no rule declared, at a place of a service's objects. */
export function undeclaredAt(service: string, place: string, action: Undeclared["action"], why: string): Undeclared {
  return { service, store: "s3", place: place.slice(0, 400), action, why: why.slice(0, 400) };
}

/** An object's tags that production's role may not read. */
export function unreadTags(service: string, place: string): Undeclared {
  return undeclaredAt(service, `${place} tags`, "drop", "production's role may not read them");
}

/** The report of one service's objects in a batch; their order makes no difference. */
export function reportOf(service: string, all: readonly { readonly object: ManifestLine; readonly outcome: Outcome }[]): PartReport {
  const report = { ...emptyPart("s3", service), read: all.length };
  const undeclared: Undeclared[] = [];
  const matched = new Set<string>();
  for (const { object, outcome: one } of all) {
    undeclared.push(...one.undeclared);
    for (const rule of one.matched) matched.add(rule);
    if (one.became === "held") continue;
    report[one.became]++;
    if (one.became === "dropped") continue;
    report.written++;
    report.unchanged += one.unchanged;
    report.bytes += object.size;
  }
  report.undeclared.push(...uniqueUndeclared(undeclared).slice(0, mostUndeclared));
  return { ...report, matched: [...matched].sort() };
}
