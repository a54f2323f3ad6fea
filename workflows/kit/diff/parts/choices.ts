/** The rules of a Choice state: added, removed, reordered, other conditions and other targets. */
import type { Json, JsonObject } from "../../asl/index.ts";
import type { Part } from "../change.ts";
import { conditionChange, conditionWords, isCondition } from "../condition.ts";
import type { Node } from "../graph.ts";
import { canonical, objectsOf } from "../json.ts";
import { align } from "../match/align.ts";
import { edgePart } from "./edge-part.ts";
import { fieldChanges, type SameText } from "./field-changes.ts";
import { fieldWords } from "./fields.ts";
import { type Targets, targetOf, targetWords } from "./targets.ts";

const only = (rule: JsonObject, wanted: (key: string) => boolean): JsonObject =>
  Object.fromEntries(Object.entries(rule).filter(([key]) => wanted(key)));

const condition = (rule: JsonObject): JsonObject => only(rule, isCondition);
const rest = (rule: JsonObject): JsonObject => only(rule, (key) => !isCondition(key) && key !== "Next");

/** The paths that a condition reads. */
const variables = (rule: Json): ReadonlySet<string> => new Set(canonical(rule).match(/"\$[^"]*"/g) ?? []);

function likeness(before: JsonObject, after: JsonObject, targets: Targets, [from, to]: readonly [Node, Node]): number {
  const sameTarget = targets.same(targetOf(from.scope, String(before.Next)), targetOf(to.scope, String(after.Next)));
  const now = variables(condition(after));
  const common = [...variables(condition(before))].some((name) => now.has(name));
  return (sameTarget ? 2 : 0) + (sameTarget && common ? 1 : 0);
}

function conditionParts(before: JsonObject, after: JsonObject, goal: string): readonly Part[] {
  const [old, now] = [condition(before), condition(after)];
  if (canonical(old) === canonical(now)) return [];
  const words = `rule to ${goal}: ${conditionChange(old, now)}`;
  return [{ subject: "rule", action: "changed", field: "Choices", from: old, to: now, words }];
}

/** The changes of the rules. */
export function choiceParts(before: Node, after: Node, targets: Targets, same: SameText): readonly Part[] {
  const [old, now] = [objectsOf(before.state.Choices), objectsOf(after.state.Choices)];
  const nodes = [before, after] as const;
  const aligned = align(
    old,
    now,
    (rule) => canonical(condition(rule)),
    (a, b) => likeness(a, b, targets, nodes),
  );
  const goal = (rule: JsonObject, { scope }: Node): string => targetWords(targetOf(scope, String(rule.Next)));
  const base = { subject: "rule", field: "Choices" } as const;
  const order = (rules: readonly JsonObject[], node: Node): string => rules.map((rule) => goal(rule, node)).join(", ");
  return [
    ...aligned.removed.map(
      ({ value, index }): Part => ({
        ...base,
        action: "removed",
        from: value,
        words: `rule ${index + 1} removed: ${conditionWords(value)} → ${goal(value, before)}`,
      }),
    ),
    ...aligned.added.map(
      ({ value, index }): Part => ({
        ...base,
        action: "added",
        to: value,
        words: `rule ${index + 1} added: ${conditionWords(value)} → ${goal(value, after)}`,
      }),
    ),
    ...aligned.pairs.flatMap(({ before: { value: was }, after: { value: is, index } }) => [
      ...conditionParts(was, is, goal(is, after)),
      ...edgePart(
        targets,
        targetOf(before.scope, String(was.Next)),
        targetOf(after.scope, String(is.Next)),
        `rule ${conditionWords(is)}`,
        `Choices[${index}].Next`,
      ),
      ...fieldChanges(rest(was), rest(is), "", same).map(
        (change): Part => ({
          subject: "rule",
          action: "changed",
          field: `Choices[${index}].${change.path}`,
          ...(change.from && { from: change.from.value }),
          ...(change.to && { to: change.to.value }),
          words: `rule ${conditionWords(is)}: ${fieldWords(change)}`,
        }),
      ),
    ]),
    ...(aligned.reordered
      ? [
          {
            ...base,
            action: "reordered",
            from: old,
            to: now,
            words: `rules reordered: to ${order(old, before)} → ${order(now, after)}`,
          } satisfies Part,
        ]
      : []),
  ];
}
