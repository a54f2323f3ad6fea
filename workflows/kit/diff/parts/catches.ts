/** The Catch list of a state: rules added, removed and reordered, errors, targets and what is kept of the error. */
import type { JsonObject } from "../../asl/index.ts";
import type { Part } from "../change.ts";
import type { Node } from "../graph.ts";
import { without } from "../json.ts";
import { edgePart } from "./edge-part.ts";
import { fieldChanges, type SameText } from "./field-changes.ts";
import { fieldWords } from "./fields.ts";
import { alignByErrors, errorParts, errorWords, orderPart } from "./retries.ts";
import { type Targets, targetOf, targetWords } from "./targets.ts";

const goes = (rule: JsonObject, node: Node): string => targetWords(targetOf(node.scope, String(rule.Next)));

function changed(before: JsonObject, after: JsonObject, same: SameText): readonly Part[] {
  const [old, now] = [without(before, ["ErrorEquals", "Next"]), without(after, ["ErrorEquals", "Next"])];
  return fieldChanges(old, now, "", same).map((change) => ({
    subject: "catch",
    action: "changed",
    field: `Catch.${change.path}`,
    ...(change.from && { from: change.from.value }),
    ...(change.to && { to: change.to.value }),
    words: `Catch on ${errorWords(after)}, ${fieldWords(change)}`,
  }));
}

/** The changes of the Catch list. */
export function catchParts(before: Node, after: Node, targets: Targets, same: SameText): readonly Part[] {
  const { pairs, removed, added, reordered } = alignByErrors(before.state.Catch, after.state.Catch);
  const base = { subject: "catch", field: "Catch" } as const;
  return [
    ...removed.map(
      ({ value }): Part => ({
        ...base,
        action: "removed",
        from: value,
        words: `Catch on ${errorWords(value)} removed, went to ${goes(value, before)}`,
        risky: true,
      }),
    ),
    ...added.map(
      ({ value }): Part => ({
        ...base,
        action: "added",
        to: value,
        words: `Catch on ${errorWords(value)} added, goes to ${goes(value, after)}`,
      }),
    ),
    ...pairs.flatMap(({ before: { value: old }, after: { value: now } }) => [
      ...errorParts("Catch", old, now),
      ...edgePart(
        targets,
        targetOf(before.scope, String(old.Next)),
        targetOf(after.scope, String(now.Next)),
        `Catch on ${errorWords(now)}`,
        "Catch.Next",
      ),
      ...changed(old, now, same),
    ]),
    ...(reordered ? [orderPart("Catch", before.state.Catch, after.state.Catch)] : []),
  ];
}
