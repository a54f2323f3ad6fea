/** Carries out `npm run parity`: runs, reports, and leaves nothing behind. */
import { writeFileSync } from "node:fs";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { remaining } from "../../handlers/parity-validation/report/index.ts";
import { bySeverity } from "../../handlers/parity-validation/severities.ts";
import type { LocalAws } from "../aws/index.ts";
import { drifts, runParity, textReport } from "../parity/index.ts";
import { serviceNames } from "../refresh/data/index.ts";
import { createProgress } from "../refresh/progress/index.ts";
import { clearStaleWorkspaces, createWorkspace, removeWorkspace } from "../refresh/workspace.ts";
import { onInterrupt } from "./options/interrupt.ts";
import { writeProblem } from "./options/writable.ts";
import type { ParityCommand } from "./parity.ts";

/** Runs the command with options that were checked; gives its exit code. */
export async function parity(options: ParityCommand): Promise<number> {
  for (const file of [options.json, options.html]) {
    const problem = file === undefined || file === "-" ? undefined : writeProblem(file);
    if (problem) {
      process.stderr.write(`${problem}\n`);
      return 2;
    }
  }
  const interrupt = onInterrupt();
  const progress = createProgress(process.stderr, process.env);
  let starting: Promise<LocalAws> | undefined;
  let work: Promise<unknown> = Promise.resolve();
  clearStaleWorkspaces();
  const folder = createWorkspace();
  try {
    const running = runParity(
      {
        services: serviceNames(options.services),
        drifts: options.break === true ? drifts.length : (options.break ?? 0),
        remediation: options.remediation,
        threshold: options.threshold,
        python: process.env.KIT_PYTHON ?? "python3",
        folder,
        progress,
        signal: interrupt.signal,
      },
      (aws) => {
        starting = aws;
      },
    );
    work = running.catch(() => undefined);
    const { report, page, denials } = await interrupt.race(running);
    progress.stop();
    const json = `${JSON.stringify(report, undefined, 2)}\n`;
    process.stdout.write(options.json === "-" ? json : textReport(report));
    if (options.json !== undefined && options.json !== "-") writeFileSync(options.json, json);
    if (options.html !== undefined) writeFileSync(options.html, page);
    if (denials.length > 0) {
      process.stderr.write(
        `The validator's role was refused ${denials.length} ${denials.length === 1 ? "call" : "calls"}: handlers/parity-validation/permissions.ts says what it may do.\n`,
      );
      return 1;
    }
    return remaining(report).some(({ severity }) => bySeverity(severity, options.fail) <= 0) ? 1 : 0;
  } catch (error) {
    progress.stop();
    process.stderr.write(
      interrupt.signal.aborted
        ? "Stopped.\n"
        : `The validation failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return interrupt.exitCode ?? 1;
  } finally {
    await starting?.then(
      (aws) => aws.stop(),
      () => undefined,
    );
    // What was interrupted fails soon, now that nothing answers it; until then it may still write into the folder.
    await Promise.race([work, pause(3_000, undefined, { ref: false })]);
    removeWorkspace(folder);
    interrupt.dispose();
  }
}
