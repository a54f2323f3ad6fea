/** The levels that each case has passed once, kept in a file so that none is lost unnoticed: ids and levels only. */
import { readFileSync, writeFileSync } from "node:fs";
import type { CaseResult, Level } from "./play.ts";

/** `abc`, `ab`, `a` or nothing, by the case's id. */
export type Baseline = Readonly<Record<string, string>>;

const levels: readonly Level[] = ["a", "b", "c"];

export function toBaseline(results: readonly CaseResult[]): Baseline {
  const played = results.filter(({ skipped }) => skipped === undefined);
  const entries = played.map(({ id, levels: passed }) => [id, levels.filter((level) => passed[level] === true).join("")] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One line for each level that the baseline has and the results no longer have; cases that weren't played count as they were. */
export function lostLevels(results: readonly CaseResult[], baseline: Baseline): string[] {
  return results.flatMap(({ id, levels: now, diff }) => {
    const before = Object.hasOwn(baseline, id) ? (baseline[id] ?? "") : "";
    const lost = levels.filter((level) => before.includes(level) && now[level] === false);
    return lost.map((level) => `${id}, level ${level}: ${diff[level] ?? "it no longer passes"}`);
  });
}

export function readBaseline(file: string): Baseline {
  return JSON.parse(readFileSync(file, "utf8")) as Baseline;
}

export function writeBaseline(file: string, baseline: Baseline): void {
  writeFileSync(file, `${JSON.stringify(baseline, null, 2)}\n`);
}
