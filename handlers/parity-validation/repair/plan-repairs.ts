/** Which findings may be repaired, by the list; everything else is a person's. */
import { stable } from "../compare/index.ts";
import type { Expectations, Fields, KindName } from "../expectations.ts";
import { type Finding, fieldOf } from "../finding.ts";
import { bucketRepairs, isTlsDenial } from "./buckets.ts";
import type { Repair, Repairs } from "./repair.ts";
import { isWhole, settingRepairs } from "./settings.ts";
import { tagRepairs } from "./tags.ts";

/** The whole list. */
const list: Repairs = {
  ...tagRepairs,
  bucket: { ...tagRepairs.bucket, ...bucketRepairs.bucket },
  table: { ...tagRepairs.table, ...settingRepairs.table },
  logGroup: { ...tagRepairs.logGroup, ...settingRepairs.logGroup },
  alarm: { ...tagRepairs.alarm, ...settingRepairs.alarm },
};

/** A repair that may be done: of one field of one resource, however many findings it has. */
export interface PlannedRepair {
  readonly kind: KindName;
  readonly resource: string;
  /** `missing` for a resource that is made anew. */
  readonly field: string;
  readonly findings: readonly Finding[];
  /** What is expected of the resource. */
  readonly expected: Readonly<Record<string, unknown>>;
  readonly repair: Repair<KindName>;
}

/** The repairs for these findings, in their order. */
export function planRepairs({ resources }: Expectations, findings: readonly Finding[]): PlannedRepair[] {
  const groups = new Map<string, Finding[]>();
  for (const found of findings) {
    if (found.problem !== "changed" && found.problem !== "missing") continue;
    const key = stable([found.kind, found.resource, found.field === "" ? "missing" : fieldOf(found.field)]);
    groups.set(key, [...(groups.get(key) ?? []), found]);
  }
  return [...groups].flatMap(([key, own]) => {
    const [kind, resource, field] = JSON.parse(key) as [KindName, string, string];
    const repair = (list[kind] as Readonly<Record<string, Repair<KindName>>> | undefined)?.[field];
    const records = resources[kind] as Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
    const expected = records?.[own[0]?.standsFor ?? resource];
    if (repair === undefined || expected === undefined || !own.every((found) => isHarmless(found, expected))) return [];
    return [{ kind, resource, field, findings: own, expected, repair }];
  });
}

/** Only what adds or sets: a tag too much, a policy that also permits more, and a TTL on another attribute stay. */
function isHarmless({ kind, field, problem, expected, actual, standsFor }: Finding, fields: Readonly<Record<string, unknown>>): boolean {
  if (problem === "missing") return standsFor === undefined && kind === "alarm" && isWhole(fields as Fields<"alarm">);
  const nothing = "(none)";
  if (fieldOf(field) === "tags") return expected !== nothing;
  if (kind === "bucket" && field === "policy") return actual === nothing && expected.split("; ").every(isTlsDenial);
  if (kind === "table" && field === "ttl") return actual === nothing && expected !== nothing;
  // What is switched off by decision is not switched on.
  if (field === "pointInTimeRecovery" || field === "enabled") return expected === "true";
  return true;
}
