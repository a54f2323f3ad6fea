/** Carries out `npm run test:faults`: chooses, runs, reports, and leaves nothing behind. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import {
  allFaults,
  BadFirstNight,
  chooseFaults,
  type Fault,
  type FaultResult,
  faultsReport,
  markdownReport,
  runFaults,
} from "../faults/index.ts";
import { UsageError } from "../refresh/usage-error.ts";
import { clearStaleWorkspaces } from "../refresh/workspace.ts";
import { onInterrupt } from "./options/interrupt.ts";
import type { FaultsOptions } from "./test-faults.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs the command with options that were checked; gives its exit code. */
export async function runTestFaults(options: FaultsOptions): Promise<number> {
  let faults: readonly Fault[];
  try {
    faults = chooseFaults(options);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(error.message);
    return 2;
  }
  if (options.list) {
    for (const { name, outOfReach } of faults)
      process.stdout.write(`${name}${outOfReach === undefined ? "" : ` (out of reach: ${outOfReach})`}\n`);
    return 0;
  }
  clearStaleWorkspaces();
  const interrupt = onInterrupt();
  const results: FaultResult[] = [];
  let failure: string | undefined;
  say(`${faults.length} faults, seed ${options.seed}.`);
  try {
    await runFaults(faults, {
      processes: options.processes,
      python: process.env.KIT_PYTHON ?? "python3",
      signal: interrupt.signal,
      ...(process.env.REFRESH_LOG ? { log: say } : {}),
      onFault: ({ name }) => say(`… ${name}`),
      onResult(result, done) {
        results.push(result);
        say(`${done} of ${faults.length} ${lineOf(result)}`);
      },
    });
  } catch (error) {
    failure = interrupt.signal.aborted
      ? "Stopped."
      : error instanceof BadFirstNight
        ? error.message
        : String((error as Error).stack ?? error);
  } finally {
    interrupt.dispose();
  }
  const report = faultsReport(results, { seed: options.seed, listed: allFaults(options.calls).length, chosen: faults.length });
  const json = `${JSON.stringify(report, undefined, 2)}\n`;
  process.stdout.write(markdownReport(report));
  if (options.json !== undefined) writeFileSync(options.json, json);
  if (options.report !== undefined) {
    mkdirSync(options.report, { recursive: true });
    writeFileSync(join(options.report, "faults.md"), markdownReport(report));
    writeFileSync(join(options.report, "faults.json"), json);
  }
  if (failure !== undefined) say(failure);
  for (const { fault } of results.filter(({ outcome }) => outcome === "violated")) say(`violated: ${fault.name}`);
  return interrupt.exitCode ?? (failure === undefined && report.violated === 0 ? 0 : 1);
}

function lineOf({ fault, outcome, why, ending, next, verdicts, seconds }: FaultResult): string {
  const about = [why, ending, next === undefined ? undefined : `put right by the ${next}`].filter((part) => part !== undefined);
  const violated = Object.values(verdicts ?? {})
    .flat()
    .map((sentence) => `\n  ${sentence}`);
  return `${outcome}: ${fault.name} (${[...about, `${seconds} s`].join("; ")})${violated.join("")}`;
}
