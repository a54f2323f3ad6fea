/** The Retry list of a state: rules added, removed and reordered, errors and numbers. */
import type { Json, JsonObject } from "../../asl/index.ts";
import type { Part } from "../change.ts";
import { isSame, objectsOf, without } from "../json.ts";
import { type Aligned, align } from "../match/align.ts";
import { listed, show, visible } from "../words.ts";
import { fieldChanges, type SameText } from "./field-changes.ts";
import { fieldWords } from "./fields.ts";

/** What Step Functions takes when a field is absent. */
const DEFAULTS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ["IntervalSeconds", 1],
  ["MaxAttempts", 3],
  ["BackoffRate", 2],
]);

/** The errors that a rule is for. */
export const errorsOf = ({ ErrorEquals }: JsonObject): readonly string[] =>
  Array.isArray(ErrorEquals)
    ? (ErrorEquals as readonly Json[]).map((error) => (typeof error === "string" ? error : JSON.stringify(error)))
    : [];

/** The errors in a sentence. */
export const errorWords = (rule: JsonObject): string => visible(listed(errorsOf(rule), 2)) || "no error";

const keyOf = (rule: JsonObject): string => JSON.stringify([...new Set(errorsOf(rule))].sort());

/** Errors in common, or all the rest: then it is the same rule for other errors. */
function likeness(before: JsonObject, after: JsonObject): number {
  const errors = new Set(errorsOf(after));
  const common = errorsOf(before).filter((error) => errors.has(error)).length;
  return common > 0 ? common : isSame(without(before, ["ErrorEquals"]), without(after, ["ErrorEquals"])) ? 0.5 : 0;
}

/** Aligns two lists of rules by their errors. */
export const alignByErrors = (before: Json | undefined, after: Json | undefined): Aligned<JsonObject> =>
  align(objectsOf(before), objectsOf(after), keyOf, likeness);

/** The errors that a rule is for now, and those that it is for no longer. */
export function errorParts(kind: "Retry" | "Catch", before: JsonObject, after: JsonObject): readonly Part[] {
  if (isSame(before.ErrorEquals, after.ErrorEquals)) return [];
  const [old, now] = [errorsOf(before), errorsOf(after)];
  const added = now.filter((error) => !old.includes(error));
  const removed = old.filter((error) => !now.includes(error));
  const said = [
    ...(added.length > 0 ? [`also on ${listed(added)}`] : []),
    ...(removed.length > 0 ? [`no longer on ${listed(removed)}`] : []),
  ].join(", ");
  return [
    {
      subject: kind === "Retry" ? "retry" : "catch",
      action: "changed",
      field: kind,
      from: before.ErrorEquals ?? null,
      to: after.ErrorEquals ?? null,
      words: `${kind} on ${errorWords(before)}: ${said === "" ? "the errors are written in another order" : visible(said)}`,
      risky: removed.length > 0,
    },
  ];
}

function numbers(rule: JsonObject): string {
  const said = [...DEFAULTS.keys()]
    .filter((key) => Object.hasOwn(rule, key))
    .map((key) => `${key} ${show({ value: rule[key] ?? null, computed: false })}`);
  return said.length === 0 ? "" : `, ${said.join(", ")}`;
}

function changed(before: JsonObject, after: JsonObject, same: SameText): readonly Part[] {
  const [old, now] = [without(before, ["ErrorEquals"]), without(after, ["ErrorEquals"])];
  return fieldChanges(old, now, "", same).map((change): Part => {
    const { path, from, to } = change;
    const usual = DEFAULTS.get(path);
    const words =
      usual === undefined || (from && to)
        ? fieldWords(change)
        : `${path}: ${from ? show(from) : `${usual} (the default)`} → ${to ? show(to) : `${usual} (the default)`}`;
    return {
      subject: "retry",
      action: "changed",
      field: `Retry.${path}`,
      ...(from && { from: from.value }),
      ...(to && { to: to.value }),
      words: `Retry on ${errorWords(after)}, ${words}`,
      risky: path === "MaxAttempts" && to?.value === 0,
    };
  });
}

/** The changes of the Retry list. */
export function retryParts(before: Json | undefined, after: Json | undefined, same: SameText): readonly Part[] {
  const { pairs, removed, added, reordered } = alignByErrors(before, after);
  const base = { subject: "retry", field: "Retry" } as const;
  return [
    ...removed.map(
      ({ value }): Part => ({
        ...base,
        action: "removed",
        from: value,
        words: `Retry on ${errorWords(value)} removed${numbers(value)}`,
        risky: true,
      }),
    ),
    ...added.map(
      ({ value }): Part => ({ ...base, action: "added", to: value, words: `Retry on ${errorWords(value)} added${numbers(value)}` }),
    ),
    ...pairs.flatMap((pair) => [
      ...errorParts("Retry", pair.before.value, pair.after.value),
      ...changed(pair.before.value, pair.after.value, same),
    ]),
    ...(reordered ? [orderPart("Retry", before, after)] : []),
  ];
}

/** Step Functions takes the first rule that fits, so that the order counts. */
export function orderPart(kind: "Retry" | "Catch", before: Json | undefined, after: Json | undefined): Part {
  const order = (list: Json | undefined): string =>
    objectsOf(list)
      .map((rule) => `[${errorWords(rule)}]`)
      .join(", ");
  return {
    subject: kind === "Retry" ? "retry" : "catch",
    action: "reordered",
    field: kind,
    from: objectsOf(before).map(errorsOf),
    to: objectsOf(after).map(errorsOf),
    words: `${kind} reordered: ${order(before)} → ${order(after)}`,
  };
}
