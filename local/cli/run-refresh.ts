/** Carries `npm run refresh` out: finds the environment, does what is asked, prints the report. */
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Conversation,
  confirm,
  findEnvironment,
  type KnownStages,
  lockText,
  type Operator,
  planText,
  readPlan,
  readStatus,
  resumeRun,
  rollBackRun,
  rollBackText,
  sentenceOf,
  startRun,
  statusText,
  switchText,
  unlock,
} from "../operator/index.ts";
import { type Interrupt, onInterrupt } from "./options/interrupt.ts";
import type { RefreshCommand } from "./refresh.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const watchSeconds = 5;

/** Runs the command; gives its exit code: 0 good, 1 it failed or was refused, 2 wrong use. */
export async function runRefresh(asked: RefreshCommand): Promise<number> {
  const interrupt = onInterrupt();
  try {
    return await interrupt.race(run(asked, interrupt));
  } catch (error) {
    if (interrupt.signal.aborted) return interrupt.exitCode ?? 1;
    const told = sentenceOf(error, { endpointUrl: asked.endpointUrl ?? process.env.AWS_ENDPOINT_URL, profile: asked.profile });
    if (told === undefined) throw error;
    say(told.sentence);
    return told.exitCode;
  } finally {
    interrupt.dispose();
  }
}

async function run(asked: RefreshCommand, interrupt: Interrupt): Promise<number> {
  if (asked.command === "status" && asked.watch && process.stdout.isTTY !== true) {
    say("--watch needs a terminal; without it, status prints the state once.");
    return 2;
  }
  const operator = await findEnvironment(asked.environment, asked, {
    now: Date.now,
    pause: (seconds) => sleep(seconds * 1000, undefined, { signal: interrupt.signal }),
  });
  const print = (report: object, text: string): void =>
    void process.stdout.write(asked.json ? `${JSON.stringify(report, undefined, 2)}\n` : text);
  // With --json stdout is the report's alone: what is shown on the way is talk.
  const show = (text: string): void => void (asked.json ? process.stderr : process.stdout).write(text);
  switch (asked.command) {
    case "status":
      return asked.watch ? await watch(operator) : await status(operator, print);
    case "start":
      return asked.plan ? await plan(operator, print) : ended(await startRun(operator, talk(asked, interrupt)), print);
    case "resume":
      return ended(
        await resumeRun(operator, talk(asked, interrupt), {
          ...named(asked),
          dryRun: asked.dryRun,
          show: (found) => show(switchText(found)),
        }),
        print,
      );
    case "rollback":
      return ended(
        await rollBackRun(operator, talk(asked, interrupt), {
          ...named(asked),
          dryRun: asked.dryRun,
          show: (found) => show(rollBackText(found)),
        }),
        print,
      );
    case "unlock": {
      const report = await unlock(operator, talk({ ...asked, wait: false }, interrupt), (lock) => show(`${lockText(lock)}\n`));
      print(report, report.released ? "The lock is free now. What the run left is cleaned up by the next run.\n" : "");
      return 0;
    }
  }
}

const named = ({ run: name }: { readonly run?: string }): { run?: string } => (name === undefined ? {} : { run: name });

function talk({ yes, wait }: { readonly yes: boolean; readonly wait: boolean }, { signal }: Interrupt): Conversation {
  return { say, wait, signal, agree: (question) => confirm(question, yes, { input: process.stdin, output: process.stderr }) };
}

type Print = (report: object, text: string) => void;

function ended(report: { readonly outcome: string; readonly execution: string; readonly environment: string }, print: Print): number {
  const texts: Readonly<Record<string, string>> = {
    started: `Follow it by: npm run refresh -- status --environment ${report.environment} --watch\n`,
    succeeded: "It succeeded.\n",
    failed: "It failed.\n",
    "dry run": "Nothing was changed: a dry run.\n",
  };
  print(report, texts[report.outcome] ?? "");
  return report.outcome === "failed" ? 1 : 0;
}

async function status(operator: Operator, print: Print): Promise<number> {
  const report = await readStatus(operator);
  print(report, statusText(report));
  return 0;
}

async function plan(operator: Operator, print: Print): Promise<number> {
  const report = await readPlan(operator);
  print(report, planText(report));
  return report.refused === undefined ? 0 : 1;
}

/** Until Ctrl-C. The screen is cleared when the new state is there, so that it never stands empty. */
async function watch(operator: Operator): Promise<number> {
  const known: KnownStages = new Map();
  for (;;) {
    const text = statusText(await readStatus(operator, known));
    process.stdout.write(`\u001b[H\u001b[J${text}`);
    await operator.pause(watchSeconds);
  }
}
