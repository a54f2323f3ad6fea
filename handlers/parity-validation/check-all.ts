/** Compares everything, from a position on, until it is done or time runs out. */
import { inParallel } from "../shared/in-parallel.ts";
import { checkSubject } from "./check-subject.ts";
import { checkUnexpected, listKind } from "./check-unexpected.ts";
import type { Expectations } from "./expectations.ts";
import { type Finding, finding } from "./finding.ts";
import type { Generations } from "./generations.ts";
import { type Account, kindOf } from "./kinds/index.ts";
import { type Chapter, type Position, planOf } from "./plan.ts";

/** So many resources are read at once. */
const atOnce = 8;
/** After so many the clock is looked at. */
const chunk = 40;

/** What a slice of the comparison has found. */
export interface Slice {
  readonly findings: readonly Finding[];
  readonly resources: number;
  readonly fields: number;
  /** Where it stopped; undefined when everything is compared. */
  readonly stoppedAt: Pick<Position, "kind" | "index"> | undefined;
}

/** What a comparison works with. */
export interface Work {
  readonly account: Account;
  readonly expected: Expectations;
  readonly generations: Generations;
  /** Whether there is no time for another chunk. */
  outOfTime(): boolean;
}

/** Compares from the position on. */
export async function checkAll(work: Work, from: Pick<Position, "kind" | "index"> | undefined): Promise<Slice> {
  const chapters = planOf(work.expected, work.generations.live);
  const first = from === undefined ? 0 : chapters.findIndex(({ kind }) => kind === from.kind);
  const findings: Finding[] = [];
  let resources = 0;
  let fields = 0;
  for (const [number, chapter] of chapters.entries()) {
    if (number < first) continue;
    const outcome = await checkChapter(work, chapter, number === first ? (from?.index ?? 0) : 0);
    findings.push(...outcome.findings);
    resources += outcome.resources;
    fields += outcome.fields;
    if (outcome.stoppedAt !== undefined) return { findings, resources, fields, stoppedAt: outcome.stoppedAt };
  }
  return { findings, resources, fields, stoppedAt: undefined };
}

async function checkChapter(
  { account, expected, generations, outOfTime }: Work,
  { kind, subjects }: Chapter,
  from: number,
): Promise<Slice> {
  const names = subjects.filter(({ standsFor }) => standsFor === undefined).map(({ name }) => name);
  const listing = await listKind(account, kind, names);
  const findings: Finding[] = [];
  let fields = 0;
  for (let index = from; index < subjects.length; index += chunk) {
    if (outOfTime()) return { findings, resources: index - from, fields, stoppedAt: { kind, index } };
    const checked = await inParallel(atOnce, subjects.slice(index, index + chunk), (subject) =>
      checkSubject(account, expected, subject, listing.listed.get(subject.name)),
    );
    for (const outcome of checked) {
      findings.push(...outcome.findings);
      fields += outcome.fields;
    }
  }
  const expectedNames = new Set(names);
  findings.push(...(await checkUnexpected(account, kind, listing, (name) => expectedNames.has(name) || generations.known.has(name))));
  if (kind === "parameter") findings.push(...generations.broken.map(noPointer));
  return { findings, resources: Math.max(0, subjects.length - from), fields, stoppedAt: undefined };
}

const noPointer = (name: string): Finding => ({
  ...finding(
    kindOf("parameter"),
    { kind: "parameter", name },
    { problem: "changed", field: "value", expected: "a pointer", actual: "none" },
  ),
  repair: `Put the value of before back (aws ssm get-parameter-history --name ${name}), or run the refresh anew.`,
});
