/** The fields of a state in lines: what it sends, keeps, waits for and may do. */
import type { JsonObject } from "../../asl/index.ts";
import type { Part, Subject } from "../change.ts";
import { type Shown, show, showChange } from "../words.ts";
import { type FieldChange, fieldChanges, type SameText } from "./field-changes.ts";

const SUBJECTS: readonly (readonly [Subject, RegExp])[] = [
  ["timeout", /^(?:Timeout|Heartbeat)Seconds(?:Path)?$/],
  ["credentials", /^Credentials\b/],
  ["resource", /^Resource$/],
  ["payload", /^(?:Parameters|Arguments|InputPath|Result)\b/],
  ["result", /^(?:ResultSelector|ResultPath|OutputPath|Output|Assign)\b/],
  [
    "map",
    /^(?:MaxConcurrency|ItemReader|ItemBatcher|ItemSelector|ItemsPath|Items|ResultWriter|Tolerated\w+|Label|ItemProcessor|Iterator)(?:Path)?\b/,
  ],
];

export const subjectOf = (path: string): Subject => SUBJECTS.find(([, fits]) => fits.test(path))?.[0] ?? "other";

const number = (shown: Shown | undefined): number | undefined => (typeof shown?.value === "number" ? shown.value : undefined);

/** A bound is higher now, or cannot be seen any more; what was no bound before cannot get worse. */
function isLooser(from: Shown | undefined, to: Shown | undefined): boolean {
  if (!from) return false;
  const [before, after] = [number(from), number(to)];
  return before === undefined || after === undefined || after > before;
}

function isRisky({ path, from, to }: FieldChange): boolean {
  if (subjectOf(path) === "timeout") return isLooser(from, to);
  if (path.startsWith("Tolerated")) return to !== undefined && (number(to) === undefined || (number(to) ?? 0) > (number(from) ?? 0));
  // 0 and an absent field both mean: as many at once as there are items.
  if (/^MaxConcurrency(?:Path)?$/.test(path)) return from !== undefined && (to === undefined || number(to) === 0);
  return path.startsWith("Credentials");
}

/** What a field was and is. */
export function fieldWords({ path, from, to }: FieldChange): string {
  if (from && to) return `${path}: ${showChange(from, to)}`;
  return to ? `${path} added: ${show(to)}` : `${path} removed, was ${from ? show(from) : "there"}`;
}

const SECONDS: readonly string[] = ["TimeoutSeconds", "HeartbeatSeconds"];

/** A number of seconds that now comes from a path, or the other way, is one change. */
function joinSeconds(changes: readonly FieldChange[]): readonly FieldChange[] {
  return SECONDS.reduce<readonly FieldChange[]>((all, name) => {
    const plain = all.find(({ path }) => path === name);
    const computed = all.find(({ path }) => path === `${name}Path`);
    if (!plain || !computed || (plain.from && plain.to) || (computed.from && computed.to)) return all;
    const from = plain.from ?? computed.from;
    const to = plain.to ?? computed.to;
    if (!from || !to || (plain.from && computed.from)) return all;
    return all.flatMap((change) => (change === computed ? [] : change === plain ? [{ path: name, from, to }] : [change]));
  }, changes);
}

/** The changed fields of two objects as parts of a diff. */
export function fieldParts(before: JsonObject, after: JsonObject, path: string, same: SameText): readonly Part[] {
  return joinSeconds(fieldChanges(before, after, path, same)).map((change) => ({
    subject: subjectOf(change.path),
    action: change.from && change.to ? "changed" : change.to ? "added" : "removed",
    field: change.path,
    ...(change.from && { from: change.from.value }),
    ...(change.to && { to: change.to.value }),
    words: fieldWords(change),
    risky: isRisky(change),
  }));
}
