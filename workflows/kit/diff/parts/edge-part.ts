/** An edge that leads elsewhere, as a line. */
import type { Part } from "../change.ts";
import { type Target, type Targets, targetName, targetWords } from "./targets.ts";

/**
 * Nothing when the edge leads where it led, or when an added or removed state says so itself.
 *
 * @param before - where it led; undefined when there was no such edge
 * @param label - which edge: `next`, `Catch on States.ALL`
 */
export function edgePart(
  targets: Targets,
  before: Target | undefined,
  after: Target | undefined,
  label: string,
  field: string,
): readonly Part[] {
  if (targets.told(before, after)) return [];
  const base = { subject: "edge", field } as const;
  if (before === undefined && after !== undefined)
    return [{ ...base, action: "added", to: targetName(after), words: `${label} added: ${targetWords(after)}` }];
  if (before !== undefined && after === undefined)
    return [{ ...base, action: "removed", from: targetName(before), words: `${label} removed, was ${targetWords(before)}` }];
  if (before === undefined || after === undefined) return [];
  const words = `${label}: ${targetWords(before)} → ${targetWords(after)}`;
  return [{ ...base, action: "changed", from: targetName(before), to: targetName(after), words }];
}
