/** Carries out `npm run local`: checks what it was given, runs, reports, and leaves nothing behind. */
import { writeFileSync } from "node:fs";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { type LocalAws, PortTakenError } from "../aws/index.ts";
import { createProgress } from "../refresh/progress/index.ts";
import { textReport } from "../refresh/report/index.ts";
import { noRules, type RuleSet, readRulesFile, shippedRules } from "../refresh/rules.ts";
import { type RunningRefresh, type RunOptions, runRefresh } from "../refresh/run.ts";
import { type Dump, readDump } from "../refresh/seed/index.ts";
import { checkStateName } from "../refresh/state-names.ts";
import { UsageError } from "../refresh/usage-error.ts";
import { clearStaleWorkspaces, createWorkspace, removeWorkspace } from "../refresh/workspace.ts";
import { onInterrupt } from "./options/interrupt.ts";
import type { LocalOptions } from "./options/local-options.ts";
import { lookAround } from "./options/look-around.ts";
import { portIsFree } from "./options/port.ts";
import { writeProblem } from "./options/writable.ts";

/** Runs the command with options that were checked; gives its exit code. */
export async function runLocal(options: LocalOptions): Promise<number> {
  const interrupt = onInterrupt();
  let folder: string | undefined;
  let starting: Promise<LocalAws> | undefined;
  let work: Promise<unknown> = Promise.resolve();
  const progress = createProgress(process.stderr, process.env);
  try {
    const { dump, rules } = await checkInputs(options);
    clearStaleWorkspaces();
    folder = createWorkspace();
    const running = runRefresh(
      {
        ...runOptions(options, dump, rules),
        folder,
        progress,
        signal: interrupt.signal,
        ...(process.env.REFRESH_LOG ? { log: (line: string) => progress.note(line) } : {}),
        python: process.env.KIT_PYTHON ?? "python3",
      },
      (aws) => {
        starting = aws;
      },
    );
    work = running.catch(() => undefined);
    const finished = await interrupt.race(running);
    progress.stop();
    return await report(options, finished, interrupt.promise);
  } catch (error) {
    progress.stop();
    if (interrupt.signal.aborted) process.stderr.write("Stopped.\n");
    else if (isWrongUse(error)) process.stderr.write(`${error.message}\n`);
    else process.stderr.write(`The run failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return interrupt.exitCode ?? (isWrongUse(error) ? 2 : 1);
  } finally {
    await starting?.then(
      (aws) => aws.stop(),
      () => undefined,
    );
    // What was interrupted fails soon, now that nothing answers it; until then it may still write into the folder.
    await Promise.race([work, pause(3_000, undefined, { ref: false })]);
    if (folder) removeWorkspace(folder);
    interrupt.dispose();
  }
}

/** Somebody may take the port between our look and the start. */
function isWrongUse(error: unknown): error is Error {
  return error instanceof UsageError || error instanceof PortTakenError;
}

/** Everything that can be wrong before something is started. */
async function checkInputs(options: LocalOptions): Promise<{ dump: Dump | undefined; rules: RuleSet }> {
  const problem = options.json === undefined ? undefined : writeProblem(options.json);
  if (problem) throw new UsageError(problem);
  if (options.failAt !== undefined) checkStateName(options.failAt);
  const dump = options.sourceSql === undefined ? undefined : readDump(options.sourceSql);
  const rules =
    options.maskingRules === undefined ? (dump ? noRules : shippedRules(options.services)) : readRulesFile(options.maskingRules);
  if (options.port !== undefined && !(await portIsFree(options.port))) {
    throw new UsageError(`Port ${options.port} of this machine is taken or not allowed; choose another one, or leave --port out.`);
  }
  return { dump, rules };
}

function runOptions(
  options: LocalOptions,
  dump: Dump | undefined,
  rules: RuleSet,
): Omit<RunOptions, "folder" | "progress" | "signal" | "python"> {
  return {
    services: dump ? [dump.service] : options.services,
    rows: options.rows,
    items: options.items,
    rules,
    nights: options.nights,
    ...(dump ? { dump } : {}),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.failAt === undefined ? {} : { failAt: options.failAt }),
    ...(options.enforce === undefined ? {} : { enforce: options.enforce }),
  };
}

async function report(options: LocalOptions, { aws, report: result }: RunningRefresh, interrupted: Promise<void>): Promise<number> {
  process.stdout.write(textReport(result));
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(result, undefined, 2)}\n`);
  if (options.keep) {
    process.stdout.write(lookAround(aws, result));
    await interrupted;
  }
  // A denial that the code swallowed is a mistake of a policy all the same.
  return result.status === "SUCCEEDED" && result.leaks.found === 0 && (result.access?.denied.length ?? 0) === 0 ? 0 : 1;
}
