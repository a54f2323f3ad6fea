/** Follows a `daily-refresh` execution: its stages as they happen, and where it failed. */
import type { Engine, HistoryEvent } from "../stepfunctions/index.ts";
import { stateMachineArn } from "./names.ts";
import type { Step } from "./progress/index.ts";

/** One Task state of `daily-refresh`. */
export interface Stage {
  readonly name: string;
  status: "SUCCEEDED" | "FAILED" | "RUNNING";
  seconds: number;
  /** The states of the child execution that the stage started, with the seconds until they were left. */
  readonly steps: { name: string; seconds: number }[];
}

/** Where a run failed. */
export interface Failure {
  /** The stage, and the state of its child execution when it started one. */
  readonly stage: string;
  readonly state: string;
  readonly error: string;
  readonly cause: string;
}

/** What following gave. */
export interface Followed {
  readonly executionArn: string;
  readonly status: string;
  readonly stages: readonly Stage[];
  readonly failure?: Failure;
}

/** States that run because something failed before. */
const AFTER_FAILURE = new Set(["Record failure", "Roll back services"]);

/** What SSM Automation tells beside the state machine that polls it. */
export interface AutomationNews {
  readonly step?: string;
  readonly failure?: string;
}

/**
 * Starts the machine, shows its stages inside `parent`, and resolves when the execution has ended.
 *
 * @param onAutomation - calls its listener with Automation's news until the returned function is called
 */
export async function followRefresh(
  engine: Engine,
  input: object,
  parent: Step,
  onAutomation: (listener: (news: AutomationNews) => void) => () => void = () => () => undefined,
): Promise<Followed> {
  const stages: (Stage & { startedAt: number; step: Step })[] = [];
  const children = new Map<string, { current: string; enteredAt: number; parts: number }>();
  let daily = "";
  let failedAt: { stage: string; state: string } | undefined;
  let childFailure: { error?: string; cause?: string } | undefined;
  let taskFailed = false;
  const running = (): (typeof stages)[number] | undefined => stages.findLast((stage) => stage.status === "RUNNING");
  const end = (status: "SUCCEEDED" | "FAILED"): void => {
    const stage = running();
    if (!stage) return;
    stage.status = status;
    stage.seconds = round((performance.now() - stage.startedAt) / 1000);
    if (status === "SUCCEEDED") stage.step.done();
    else stage.step.failed(failedAt?.state && failedAt.state !== stage.name ? `at ${failedAt.state}` : "");
  };
  const markFailure = (): void => {
    const stage = running() ?? stages.at(-1);
    if (failedAt || !stage) return;
    const child = [...children.values()].find(({ current }) => current !== "");
    failedAt = { stage: stage.name, state: child?.current || stage.name };
  };
  const onDaily = (event: HistoryEvent): void => {
    const entered = nameIn(event, "stateEnteredEventDetails");
    if (event.type === "TaskStateEntered" && entered) {
      if (running()?.name === entered) return;
      if (AFTER_FAILURE.has(entered)) {
        markFailure();
        end("FAILED");
      } else end("SUCCEEDED");
      children.clear();
      taskFailed = false;
      stages.push({ name: entered, status: "RUNNING", seconds: 0, steps: [], startedAt: performance.now(), step: parent.step(entered) });
    } else if (event.type === "TaskStateExited" && nameIn(event, "stateExitedEventDetails") === running()?.name) {
      // A state whose error was caught is left like one that went well.
      if (taskFailed) markFailure();
      end(taskFailed ? "FAILED" : "SUCCEEDED");
    } else if (/^Task(?:Failed|TimedOut|SubmitFailed|StartFailed)$/.test(event.type)) taskFailed = true;
    else if (event.type === "TaskScheduled") taskFailed = false;
    else if (/^Execution(?:Failed|Aborted|TimedOut)$/.test(event.type)) {
      markFailure();
      end("FAILED");
    }
  };
  const onChild = (arn: string, event: HistoryEvent): void => {
    const stage = running();
    if (!stage) return;
    const child = children.get(arn) ?? { current: "", enteredAt: performance.now(), parts: 0 };
    children.set(arn, child);
    const entered = nameIn(event, "stateEnteredEventDetails");
    if (entered && arn.split(":").length === 8 && !arn.split(":")[6]?.includes("/")) {
      child.current = entered;
      child.enteredAt = performance.now();
      stage.step.detail(entered);
    }
    const left = nameIn(event, "stateExitedEventDetails");
    if (left && left === child.current && event.type !== "ChoiceStateExited") {
      stage.steps.push({ name: left, seconds: round((performance.now() - child.enteredAt) / 1000) });
    }
    if (event.type === "ExecutionSucceeded") child.current = "";
    // The description of a child that AWS puts into the parent's cause lacks the child's own error.
    if (event.type === "ExecutionFailed" && !failedAt) childFailure = event.executionFailedEventDetails as typeof childFailure;
  };
  const stop = engine.onHistoryEvent((arn, event) => {
    if (
      daily === "" &&
      event.type === "ExecutionStarted" &&
      arn.includes(":execution:") &&
      arn.split(":")[6] === stateMachineArn("daily-refresh").split(":")[6]
    )
      daily = arn;
    if (arn === daily) onDaily(event);
    else onChild(arn, event);
  });
  // A poll that failed says only that it failed; why stands in the Automation.
  let automationFailure = "";
  const stopAutomation = onAutomation((news) => {
    const child = [...children.values()].find(({ current }) => current !== "");
    if (news.step) running()?.step.detail(child ? `${child.current}: ${news.step}` : news.step);
    if (news.failure && !failedAt) automationFailure = news.failure;
  });
  try {
    const { executionArn } = engine.startExecution({ stateMachineArn: stateMachineArn("daily-refresh"), input });
    daily = executionArn;
    const ended = await engine.waitFor(executionArn);
    end(ended.status === "SUCCEEDED" ? "SUCCEEDED" : "FAILED");
    const followed = {
      executionArn,
      status: ended.status,
      stages: stages.map(({ name, status, seconds, steps }) => ({ name, status, seconds, steps: merged(steps) })),
    };
    if (ended.status === "SUCCEEDED") return followed;
    const where = failedAt ?? { stage: stages.at(-1)?.name ?? "", state: stages.at(-1)?.name ?? "" };
    const error = childFailure?.error ?? ended.error ?? ended.status;
    const cause = innermostCause(childFailure?.cause ?? ended.cause ?? "");
    return {
      ...followed,
      failure: { ...where, error, cause: automationFailure ? `${cause} Automation says: ${automationFailure}` : cause },
    };
  } finally {
    stopAutomation();
    stop();
  }
}

/** The same state entered again and again (a poll) is one line. */
function merged(steps: readonly { name: string; seconds: number }[]): { name: string; seconds: number }[] {
  const byName = new Map<string, number>();
  for (const { name, seconds } of steps) byName.set(name, round((byName.get(name) ?? 0) + seconds));
  return [...byName].map(([name, seconds]) => ({ name, seconds }));
}

function nameIn(event: HistoryEvent, details: `${string}EventDetails`): string | undefined {
  return (event[details] as { name?: string } | undefined)?.name;
}

/** A child execution's cause is its description as JSON: the sentence stands inside, sometimes several times wrapped. */
export function innermostCause(cause: string): string {
  for (let text = cause; ; ) {
    let parsed: { Cause?: unknown; errorMessage?: unknown };
    try {
      parsed = JSON.parse(text) as typeof parsed;
    } catch {
      return text.slice(0, 1_000);
    }
    const inner = parsed?.Cause ?? parsed?.errorMessage;
    if (typeof inner !== "string" || inner === text) return text.slice(0, 1_000);
    text = inner;
  }
}

const round = (seconds: number): number => Math.round(seconds * 100) / 100;
