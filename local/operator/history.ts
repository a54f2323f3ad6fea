/** The stages of an execution, made from its history: one for each Task state of the machine, a poll with its waits being one. */
import { GetExecutionHistoryCommand, type HistoryEvent, type SFNClient } from "@aws-sdk/client-sfn";

/** A stage of `daily-refresh`. */
export interface Stage {
  readonly name: string;
  readonly status: "succeeded" | "failed" | "running";
  readonly since: Date;
  /** Until its end, or until now. */
  readonly seconds: number;
}

const pageSize = 1_000;
/** Step Functions ends an execution at so many events. */
const mostEvents = 25_000;

/** All events of an execution in their order, without inputs and outputs. */
export async function readHistory(sfn: Pick<SFNClient, "send">, executionArn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new GetExecutionHistoryCommand({
        executionArn,
        includeExecutionData: false,
        maxResults: pageSize,
        ...(nextToken ? { nextToken } : {}),
      }),
    );
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined && events.length < mostEvents);
  return events;
}

const failedTask = /^(?:Task(?:Failed|TimedOut|SubmitFailed|StartFailed)|LambdaFunction(?:Failed|TimedOut|ScheduleFailed|StartFailed))$/;
const endedExecution = /^Execution(?:Succeeded|Failed|Aborted|TimedOut)$/;

/** The name of the Task that a state belongs to: a poll's states are called after it, `Publish objects: wait`. */
export function taskOf(state: string, tasks: { has(name: string): boolean }): string | undefined {
  if (tasks.has(state)) return state;
  const poll = state.slice(0, Math.max(0, state.lastIndexOf(": ")));
  return tasks.has(poll) ? poll : undefined;
}

/**
 * The stages in their order.
 *
 * @param now - milliseconds since 1970: the end of what still runs
 * @example
 * ```ts
 * stagesOf(await readHistory(sfn, arn), Date.now()).filter(({ status }) => status === "running");
 * ```
 */
export function stagesOf(events: readonly HistoryEvent[], now: number): Stage[] {
  const tasks = new Set(
    events.filter(({ type }) => type === "TaskStateEntered").map((event) => event.stateEnteredEventDetails?.name ?? ""),
  );
  const stages: { name: string; since: Date; end: Date | undefined; failed: boolean }[] = [];
  let ended = false;
  for (const event of events) {
    const at = event.timestamp ?? new Date(now);
    const last = stages.at(-1);
    const entered = event.stateEnteredEventDetails?.name;
    const exited = event.stateExitedEventDetails?.name;
    if (entered !== undefined) {
      const name = taskOf(entered, tasks);
      if (name === undefined) continue;
      if (last?.name === name) last.end = undefined;
      else stages.push({ name, since: at, end: undefined, failed: false });
    } else if (exited !== undefined) {
      if (last !== undefined && taskOf(exited, tasks) === last.name) last.end = at;
    } else if (last !== undefined && failedTask.test(event.type ?? "")) last.failed = true;
    // Tried again.
    else if (last !== undefined && event.type === "TaskScheduled") last.failed = false;
    else if (endedExecution.test(event.type ?? "")) {
      ended = true;
      // A stage that was not left when the execution ended is where it ended.
      if (last !== undefined && last.end === undefined) {
        last.end = at;
        last.failed = event.type !== "ExecutionSucceeded";
      }
    }
  }
  return stages.map(({ name, since, end, failed }, i) => {
    const open = !ended && i === stages.length - 1;
    return {
      name,
      status: failed && (!open || end !== undefined) ? "failed" : open ? "running" : "succeeded",
      since,
      seconds: Math.max(0, Math.round(((end ?? new Date(now)).getTime() - since.getTime()) / 100) / 10),
    };
  });
}

/** The middle of some numbers, of an even number the mean of the two in the middle; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low, high] = sorted.length % 2 === 0 ? [sorted[half - 1], sorted[half]] : [sorted[half], sorted[half]];
  return low === undefined || high === undefined ? undefined : Math.round(((low + high) / 2) * 10) / 10;
}

/** How long each stage usually takes: the median over some executions' stages. */
export function typicalSeconds(executions: readonly (readonly Stage[])[]): Map<string, number> {
  const all = new Map<string, number[]>();
  for (const stages of executions)
    for (const { name, seconds, status } of stages) if (status === "succeeded") all.set(name, [...(all.get(name) ?? []), seconds]);
  return new Map([...all].flatMap(([name, seconds]) => [[name, median(seconds) ?? 0] as const]));
}
