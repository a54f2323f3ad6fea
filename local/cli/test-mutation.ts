/** `npm run test:mutation`: whether the tests notice small mistakes in the sources. */
import os from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { parseOrExit } from "./options/parse-or-exit.ts";
import { wholeNumber } from "./options/whole-number.ts";

const project = fileURLToPath(new URL("../../", import.meta.url));
const least = 0.95;
const positive = wholeNumber(1, 999_999_999);

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs the command; gives its exit code: 0 good, 1 fewer than 95 % of a suite's mutants killed, 2 wrong use. */
export async function main(args: readonly string[], root: string = project): Promise<number> {
  const command = new Command("npm run test:mutation --")
    .description("Makes small mistakes in the sources of a suite, one at a time, and prints those that no test of the suite notices.")
    .argument("[suites...]", "the suites; all when none is named")
    .option("--sample <number>", "test so many mutants of each suite", positive)
    .option("--seed <number>", "which ones", positive, 1)
    .option("--processes <number>", "processes", positive, Math.max(1, os.availableParallelism() - 1))
    .addHelpText("after", "\nExamples:\n  npm run test:mutation\n  npm run test:mutation -- engine --sample 50 --seed 7");
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;
  const options = command.opts<{ sample?: number; seed: number; processes: number }>();
  // Help and wrong use are answered before the compilers are loaded.
  const { countOf, runSuite, score, sentence, suites } = await import("../mutation/index.ts");
  const unknown = command.args.find((name) => !suites.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    say(`There is no suite "${unknown}". The suites are: ${suites.map(({ name }) => name).join(", ")}.`);
    return 2;
  }
  let good = true;
  for (const suite of suites.filter(({ name }) => command.args.length === 0 || command.args.includes(name))) {
    const report = await runSuite(suite, {
      root,
      ...options,
      onTested: ({ mutant, outcome }, done, all) => {
        if (outcome.kind === "survived") process.stdout.write(`survived: ${sentence(mutant)}\n`);
        if (process.stderr.isTTY) process.stderr.write(`\r${suite.name}: ${done} of ${all}\u001b[K${done === all ? "\n" : ""}`);
      },
    });
    const [killed, endless] = [countOf(report, "killed"), countOf(report, "timed out")];
    const share = (100 * score(report)).toFixed(1);
    say(
      `${suite.name}: of ${report.tested.length} mutants ${killed} killed and ${endless} without an end (${share} %), ${report.equivalent} known to change nothing.`,
    );
    for (const row of report.stale) say(`${suite.name}: the table of equivalents names a mutant that is no more: ${row}`);
    if (score(report) < least || report.stale.length > 0) good = false;
  }
  return good ? 0 : 1;
}
