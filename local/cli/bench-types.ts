/** `npm run bench:types`: what the language costs the compiler, a state, and how long the shipped workflows take to build. */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { type BuildTime, largestBody, measureBuild, TARGET, TypeBench, type TypeReport } from "../bench/index.ts";
import { onInterrupt } from "./options/interrupt.ts";
import { parseOrExit } from "./options/parse-or-exit.ts";

const project = fileURLToPath(new URL("../../", import.meta.url));
const LENGTHS = [25, 50, 100, 200];

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const figure = (count: number): string => count.toLocaleString("en-US");

type Largest = ReturnType<typeof largestBody> | undefined;

/** How much more a state costs in the longest body than in one of 50; 1 is linear. */
function linearity({ costs }: TypeReport): number {
  const short = costs.find(({ states }) => states === 50)?.perState ?? Number.NaN;
  const long = costs.at(-1)?.perState ?? Number.NaN;
  return Math.round((long / short) * 100) / 100;
}

function printTable(report: TypeReport, largest: Largest, build: BuildTime): void {
  print("states  instantiations  a state  check time");
  for (const { states, instantiations, perState, checkSeconds } of report.costs) {
    const cells = [String(states).padStart(6), figure(instantiations).padStart(14), figure(perState).padStart(7)];
    print(`${cells.join("  ")}  ${checkSeconds.toFixed(2).padStart(8)} s`);
  }
  print("");
  print(`a workflow without a state: ${figure(report.empty)} instantiations (zod, the contracts, the kit)`);
  print(`a state at 200 costs ${linearity(report)} of a state at 50; at most ${figure(TARGET)} instantiations are wanted`);
  if (largest)
    print(`the checker takes ${largest.atLeast ? "at least " : ""}${largest.states} calls in one body of which each reads the one before`);
  print(`building the ${build.workflows} shipped workflows took ${build.seconds.toFixed(2)} s; at most 2 s are wanted`);
}

/**
 * Runs the command; gives its exit code: 0 good, 1 a state costs more than it may, 2 wrong use.
 *
 * @param root - the project's folder
 */
export async function main(args: readonly string[], root: string = project): Promise<number> {
  const command = new Command("npm run bench:types --")
    .description("Compiles generated workflows of 25 to 200 chained states and prints what a state costs tsc, in a minute or two.")
    .option("--json", "print the figures as JSON")
    .option("--no-largest", "leave out the search for the longest body that the checker takes");
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;
  const { json = false, largest: wantsLargest } = command.opts<{ json?: boolean; largest: boolean }>();

  const build = await measureBuild(root);
  // The compiler runs while this process waits; a signal ends the compiler, and the folder is removed on the way out.
  const interrupt = onInterrupt();
  const bench = new TypeBench(root);
  try {
    const report = bench.measure(LENGTHS, (states) => say(`${states} states …`));
    if (wantsLargest) say("the longest body …");
    const largest = wantsLargest ? largestBody(bench, LENGTHS.at(-1) ?? 0) : undefined;
    if (!json) printTable(report, largest, build);
    else print(JSON.stringify({ schemaVersion: 1, target: TARGET, ...report, linearity: linearity(report), largest, build }, undefined, 2));
    return report.costs.every(({ perState }) => perState <= TARGET) ? 0 : 1;
  } finally {
    bench.close();
    interrupt.dispose();
  }
}
