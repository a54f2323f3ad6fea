/** One night: the refresh from its start to the end of its clean-up, and what it left. */
import { performance } from "node:perf_hooks";
import type { LocalAws } from "../aws/index.ts";
import { collectNight } from "./collect.ts";
import { type Followed, followRefresh } from "./follow.ts";
import { ENVIRONMENT, stateMachineArn } from "./names.ts";
import type { Progress } from "./progress/index.ts";
import type { NightReport } from "./report/index.ts";
import { eventually } from "./seed/eventually.ts";
import { type Session, secondsSince } from "./session.ts";

/** What a night needs to know. */
export interface NightOptions {
  /** 1 is the first. */
  readonly number: number;
  readonly title: string;
  readonly services: readonly string[];
  /** The Task with this state name fails. */
  readonly failAt?: string;
  /** The execution's input beside the environment. */
  readonly input?: object;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Runs a night and reports it, however it ends. */
export async function runNight({ aws, accounts }: Session, options: NightOptions): Promise<NightReport> {
  const step = options.progress.step(options.title);
  const begun = performance.now();
  aws.failAt(options.failAt);
  const followed = await followRefresh(aws.engine, { environment: ENVIRONMENT, ...options.input }, step, (listener) =>
    aws.onEvent((told) => {
      if (told.type !== "automation") return;
      const { event } = told;
      if (event.type === "step") listener({ step: event.step });
      else if (event.failureMessage !== undefined) listener({ failure: event.failureMessage });
    }),
  );
  // Stopping the local AWS ends the execution, too.
  options.signal.throwIfAborted();
  if (followed.status === "SUCCEEDED") step.done();
  else step.failed(`${followed.status} at ${followed.failure?.state ?? "an unknown state"}`);
  if (followed.status !== "SUCCEEDED") await cleanUpEnded(aws, options.progress);
  const seconds = secondsSince(begun);
  return await collectNight(accounts, options.services, options.number, followed, seconds, runIdOf(aws, followed));
}

/** A run that ends badly starts `refresh-cleanup` through its EventBridge rule: wait until that is over, too. */
async function cleanUpEnded(aws: LocalAws, progress: Progress): Promise<void> {
  const step = progress.step("Clean up after the failed run");
  // The rule may not have started it yet; one may have run inside the execution already.
  await aws.settled();
  await eventually(
    "the clean-up",
    async () => {
      const { executions } = aws.engine.listExecutions({ stateMachineArn: stateMachineArn("refresh-cleanup") });
      return executions.length > 0 && executions.every(({ status }) => status !== "RUNNING") ? true : undefined;
    },
    300,
  );
  step.done();
}

/** The run id stands in Plan's output. */
function runIdOf(aws: LocalAws, followed: Followed): string | null {
  for (const event of aws.engine.getExecutionHistory({ executionArn: followed.executionArn }).events) {
    const details = event.stateExitedEventDetails as { name?: string; output?: string } | undefined;
    const found = details?.name === "Plan" ? /\b\d{8}t\d{4}-[0-9a-f]{4}\b/.exec(details.output ?? "") : null;
    if (found) return found[0];
  }
  return null;
}
