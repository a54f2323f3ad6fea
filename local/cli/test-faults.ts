/** `npm run test:faults`: disturbs the refresh at every state, step and call, and checks what every ending leaves. */
import process from "node:process";
import { Command } from "commander";
import { parseOrExit } from "./options/parse-or-exit.ts";
import { wholeNumber } from "./options/whole-number.ts";
import { writeProblem } from "./options/writable.ts";

const positive = wholeNumber(1, 999_999_999);

/** What the command line says. */
export interface FaultsOptions {
  readonly only?: readonly string[];
  readonly ways?: readonly string[];
  readonly seed: number;
  readonly sample?: number;
  readonly calls: number;
  readonly processes: number;
  readonly list?: boolean;
  readonly json?: string;
  readonly report?: string;
}

/** Runs the command; gives its exit code: 0 good, 1 an invariant was violated, 2 wrong use. */
export async function main(args: readonly string[]): Promise<number> {
  const command = new Command("npm run test:faults --")
    .description(
      "Runs the refresh on a local AWS once for every fault: a state fails, loses its answer, is stopped or its process killed; a step of\n" +
        "the document fails, times out or is cancelled; a call is refused or the last one of its process. After each ending the invariants\n" +
        "are checked: nothing unmasked anywhere, nothing left, live data whole, the lock free, the failure told, the next night good.",
    )
    .option("--list", "print the names of the faults and stop")
    .option("--only <names...>", "these faults, or all whose names begin with one of these up to a slash")
    .option("--ways <ways>", "only in these ways, separated by commas: error, timeout, stopped, killed, …", (text) => text.split(","))
    .option("--seed <number>", "the order of the faults, and which ones a sample has", positive, 1)
    .option("--sample <number>", "run so many faults", positive)
    .option("--calls <number>", "disturb the first so many calls of each kind", positive, 1)
    .option("--processes <number>", "local AWSs at once", positive, 1)
    .option("--json <file>", "write the report as JSON")
    .option("--report <folder>", "write faults.md and faults.json")
    .addHelpText(
      "after",
      '\nExamples:\n  npm run test:faults -- --sample 20 --seed 7\n  npm run test:faults -- --only "aurora-refresh/Await the clone/stopped"\n  npm run test:faults -- --only refresh-cleanup --ways stopped',
    );
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;
  const options = command.opts<FaultsOptions>();
  const problem = options.json === undefined ? undefined : writeProblem(options.json);
  if (problem !== undefined) {
    process.stderr.write(`${problem}\n`);
    return 2;
  }
  // Help and wrong use are answered before the AWS SDK is loaded.
  const { runTestFaults } = await import("./run-test-faults.ts");
  return await runTestFaults(options);
}
