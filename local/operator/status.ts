/** `status`: what runs, what it waits on, and how the last runs went. It changes nothing. */
import { inParallel } from "../../handlers/shared/in-parallel.ts";
import { aboutNow } from "./about.ts";
import { type Execution, lastExecutions, runningCleanUps, secondsOf } from "./executions.ts";
import { median, readHistory, stagesOf, typicalSeconds } from "./history.ts";
import { stoppedInside } from "./inside-the-switch.ts";
import { readLock } from "./lock.ts";
import type { Operator } from "./operator.ts";
import type { RunLine, StatusReport } from "./reports.ts";
import { runLines } from "./runs.ts";
import { waitingBelow } from "./waiting.ts";

const mostRuns = 10;
const atOnce = 3;
const mostStages = 60;

/** What the last runs took, by execution: read once, since an ended execution's history never changes. */
export type KnownStages = Map<string, ReturnType<typeof stagesOf>>;

/**
 * Reads the status.
 *
 * @param known - what earlier calls have read of ended executions
 */
export async function readStatus(operator: Operator, known: KnownStages = new Map()): Promise<StatusReport> {
  const { clients, now } = operator;
  const notes: string[] = [];
  const executions = await lastExecutions(operator, mostRuns);
  const [lock, cleanUps, inside, runs] = await Promise.all([
    readLock(operator),
    runningCleanUps(operator),
    stoppedInside(operator),
    runLines(operator, executions),
  ]);
  const nights = executions.filter(({ status, asked }) => status === "SUCCEEDED" && asked === "refresh");
  await inParallel(
    atOnce,
    nights.filter(({ arn }) => !known.has(arn)),
    async ({ arn }) => known.set(arn, stagesOf(await readHistory(clients.sfn, arn), now())),
  );
  const stages = nights.map(({ arn }) => known.get(arn) ?? []);
  const night = median(nights.map((one) => secondsOf(one, now())));
  const at = executions.findIndex(({ status }) => status === "RUNNING");
  const working = executions[at];
  const running = working === undefined ? undefined : await readRunning(operator, working, runs[at], typicalSeconds(stages));
  if (executions.length === 0) notes.push("There has been no run in the time that Step Functions remembers, 90 days.");
  return {
    ...aboutNow(operator),
    command: "status",
    ...(lock === undefined ? {} : { lock }),
    cleanUps,
    ...(inside === undefined ? {} : { insideTheSwitch: inside }),
    ...(running === undefined ? {} : { running }),
    ...(night === undefined ? {} : { typicalSeconds: night }),
    runs,
    notes,
  };
}

async function readRunning(
  { clients: { sfn }, now }: Operator,
  execution: Execution,
  line: RunLine | undefined,
  typical: ReadonlyMap<string, number>,
): Promise<NonNullable<StatusReport["running"]>> {
  const stages = stagesOf(await readHistory(sfn, execution.arn), now()).slice(-mostStages);
  const waitsOn = stages.at(-1)?.status === "running" ? await waitingBelow(sfn, execution.arn) : [];
  return {
    runId: line?.runId ?? "",
    execution: execution.arn,
    asked: execution.asked,
    since: execution.startedAt.toISOString(),
    seconds: secondsOf(execution, now()),
    stages: stages.map(({ name, status, since, seconds }, i) => {
      const usual = typical.get(name);
      return {
        name,
        status,
        since: since.toISOString(),
        seconds,
        ...(usual === undefined ? {} : { typicalSeconds: usual }),
        waitsOn: i === stages.length - 1 ? waitsOn : [],
      };
    }),
  };
}
