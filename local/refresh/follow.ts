/** Follows a `daily-refresh` execution: its stages as they happen, and where it failed. */
import type { Engine } from "../stepfunctions/index.ts";
import { stateMachineArn } from "./names.ts";
import type { Step } from "./progress/index.ts";
import { type Stage, StageTracker } from "./stages.ts";

/** What following gave. */
export interface Followed {
  readonly executionArn: string;
  readonly status: string;
  readonly stages: readonly Stage[];
  readonly failure?: { readonly stage: string; readonly state: string; readonly error: string; readonly cause: string };
}

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
  const tracker = new StageTracker(parent);
  const machine = stateMachineArn("daily-refresh").replace(":stateMachine:", ":execution:");
  const stop = engine.onHistoryEvent((arn, event) => {
    if (arn.startsWith(`${machine}:`)) tracker.onDaily(event);
    else tracker.onChild(arn, event);
  });
  // A poll that failed says only that it failed; why stands in the Automation.
  let automationFailure: string | undefined;
  const stopAutomation = onAutomation((news) => {
    if (news.step) tracker.onAutomation(news.step);
    if (news.failure && !tracker.failure) automationFailure = news.failure;
  });
  try {
    const { executionArn } = engine.startExecution({ stateMachineArn: stateMachineArn("daily-refresh"), input });
    const ended = await engine.waitFor(executionArn);
    tracker.finish(ended.status === "SUCCEEDED");
    const followed = { executionArn, status: ended.status, stages: tracker.stages() };
    if (ended.status === "SUCCEEDED") return followed;
    const { stage = "", state = "", error, cause } = tracker.failure ?? {};
    const sentence = innermostCause(cause ?? ended.cause ?? "");
    return {
      ...followed,
      failure: {
        stage,
        state,
        error: error ?? ended.error ?? ended.status,
        cause: automationFailure ? `${sentence} Automation says: ${automationFailure}` : sentence,
      },
    };
  } finally {
    stopAutomation();
    stop();
  }
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
