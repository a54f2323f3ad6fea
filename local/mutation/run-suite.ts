/** Tests the mutants of a suite, or a share of them. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Mutant, mutated } from "./mutant.ts";
import { mutantsOf } from "./mutants-of.ts";
import { share } from "./share.ts";
import { isAbout, type Suite } from "./suite.ts";
import { type Outcome, TestProcess } from "./test-process.ts";

const longer = 4;

/** A mutant and what became of it; "timed out" is one that did not end alone either, in four times the time. */
export interface TestedMutant {
  readonly mutant: Mutant;
  readonly outcome: Outcome;
}

/** How a suite is run. */
export interface RunOptions {
  readonly root: string;
  /** How many mutants, chosen by the seed; all when absent. */
  readonly sample?: number | undefined;
  readonly seed?: number | undefined;
  /** Processes. */
  readonly processes?: number;
  /** Runs of a property at most. */
  readonly mostRuns?: number;
  /** Told each result. */
  readonly onTested?: (tested: TestedMutant, done: number, all: number) => void;
}

/** What a run gives. */
export interface MutationReport {
  readonly suite: string;
  readonly tested: readonly TestedMutant[];
  /** Mutants that are known to change nothing; they were not tested. */
  readonly equivalent: number;
  /** Rows of the table of equivalents that fit no mutant any more. */
  readonly stale: readonly string[];
}

/**
 * Runs a suite.
 *
 * @throws Error when a test of the suite fails without any change
 */
export async function runSuite(suite: Suite, options: RunOptions): Promise<MutationReport> {
  const { root, processes = 1, mostRuns = 20 } = options;
  const work = { root, tests: suite.tests, packages: suite.packages ?? [], mostRuns };
  const sources = new Map(suite.sources.flatMap((source) => filesOf(root, source)).map((file) => [file, read(root, file)]));
  const all = [...sources].flatMap(([file, text]) => mutantsOf(file, text));
  const isEquivalent = (mutant: Mutant): boolean => suite.equivalents.some((row) => isAbout(row, mutant));
  const open = all.filter((mutant) => !isEquivalent(mutant));
  const chosen = share(open, options.sample ?? open.length, options.seed ?? 1);
  const first = new TestProcess(work);
  const limit = await timeLimit(first, suite.name);
  const tested: TestedMutant[] = [];
  const slow: Mutant[] = [];
  const queue = [...chosen];
  const ask = (tester: TestProcess, mutant: Mutant, most: number): Promise<Outcome> =>
    tester.ask({ file: mutant.file, source: mutated(sources.get(mutant.file) ?? "", mutant) }, most);
  const add = (result: TestedMutant): void => {
    tested.push(result);
    options.onTested?.(result, tested.length, chosen.length);
  };
  const run = async (tester: TestProcess): Promise<void> => {
    try {
      for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
        const outcome = await ask(tester, mutant, limit);
        if (outcome.kind === "timed out") slow.push(mutant);
        else add({ mutant, outcome });
      }
    } finally {
      tester.end();
    }
  };
  await Promise.all([first, ...Array.from({ length: processes - 1 }, () => new TestProcess(work))].map(run));
  // A machine that did other things for a while is no test that noticed, so each is asked again, alone.
  for (const mutant of slow) {
    const alone = new TestProcess(work);
    add({ mutant, outcome: await ask(alone, mutant, longer * limit).finally(() => alone.end()) });
  }
  const stale = suite.equivalents.filter((row) => !all.some((mutant) => isAbout(row, mutant))).map((row) => `${row.file}: ${row.line}`);
  return { suite: suite.name, tested, equivalent: all.length - open.length, stale };
}

/** Mutants with an outcome. */
export function countOf({ tested }: MutationReport, kind: Outcome["kind"]): number {
  return tested.filter(({ outcome }) => outcome.kind === kind).length;
}

/** Mutants that were noticed among those tested, from 0 to 1: killed, or never ending. */
export function score(report: MutationReport): number {
  const { length } = report.tested;
  return length === 0 ? 1 : 1 - countOf(report, "survived") / length;
}

// Four times what the source itself takes, for a machine that does other things as well. The first run compiles.
async function timeLimit(tester: TestProcess, suite: string): Promise<number> {
  const outcome = await tester.ask("unchanged", 120_000);
  const start = performance.now();
  if (outcome.kind === "survived") await tester.ask("unchanged", 120_000);
  const time = performance.now() - start;
  if (outcome.kind === "survived") return 1000 + 4 * time;
  tester.end();
  if (outcome.kind === "killed") throw new Error(`The tests of "${suite}" fail without any change: ${outcome.by}`);
  throw new Error(`The tests of "${suite}" take more than two minutes.`);
}

const read = (root: string, file: string): string => readFileSync(path.join(root, file), "utf8");

function filesOf(root: string, source: string): readonly string[] {
  if (!source.endsWith("/")) return [source];
  return readdirSync(path.join(root, source), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => source + name.split(path.sep).join("/"))
    .sort();
}
