/** What a stage waits on: the execution that it started, the state that this is in, how far its Map is, and so on inwards. */
import { DescribeMapRunCommand, GetExecutionHistoryCommand, type HistoryEvent, type SFNClient } from "@aws-sdk/client-sfn";
import type { Waiting } from "./reports.ts";

/** The state that an execution is in, and what it has started there. */
export interface OpenState {
  readonly name: string;
  readonly since: Date;
  readonly execution: string | undefined;
  readonly mapRun: string | undefined;
}

const pageSize = 200;
/** So deep does an execution start others here: the night, a store's machine, one more. */
const deepest = 3;

/** The chain below an execution; empty when it started nothing that runs, or has ended. */
export async function waitingBelow(sfn: Pick<SFNClient, "send">, executionArn: string): Promise<Waiting[]> {
  const chain: Waiting[] = [];
  let open = await openStateOf(sfn, executionArn);
  while (open?.execution !== undefined && chain.length < deepest) {
    const execution: string = open.execution;
    open = await openStateOf(sfn, execution);
    if (open === undefined) break;
    const items = open.mapRun === undefined ? undefined : await itemsOf(sfn, open.mapRun);
    chain.push({ execution, state: open.name, since: open.since.toISOString(), ...(items === undefined ? {} : { items }) });
  }
  return chain;
}

/** Reads from the end of the history; a page reaches back to where the newest state was entered. */
async function openStateOf(sfn: Pick<SFNClient, "send">, executionArn: string): Promise<OpenState | undefined> {
  const { events = [] } = await sfn.send(
    new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, includeExecutionData: true, maxResults: pageSize }),
  );
  return openState(events);
}

/**
 * The state that was entered last and not left.
 *
 * @param newestFirst - the end of a history, backwards
 */
export function openState(newestFirst: readonly HistoryEvent[]): OpenState | undefined {
  const left = new Map<string, number>();
  let execution: string | undefined;
  let mapRun: string | undefined;
  for (const event of newestFirst) {
    if (event.type?.startsWith("Execution")) return undefined;
    const exited = event.stateExitedEventDetails?.name;
    if (exited !== undefined) left.set(exited, (left.get(exited) ?? 0) + 1);
    // What was started before a state was left belongs to that one.
    if (left.size === 0) {
      mapRun ??= event.mapRunStartedEventDetails?.mapRunArn;
      execution ??= startedBy(event);
    }
    const name = event.stateEnteredEventDetails?.name;
    if (name === undefined) continue;
    const times = left.get(name) ?? 0;
    if (times === 0) return { name, since: event.timestamp ?? new Date(0), execution, mapRun };
    if (times === 1) left.delete(name);
    else left.set(name, times - 1);
  }
  return undefined;
}

function startedBy({ taskSubmittedEventDetails: submitted }: HistoryEvent): string | undefined {
  if (submitted?.resourceType !== "states") return undefined;
  try {
    const { ExecutionArn } = JSON.parse(submitted.output ?? "") as { ExecutionArn?: unknown };
    return typeof ExecutionArn === "string" ? ExecutionArn : undefined;
  } catch {
    return undefined;
  }
}

async function itemsOf(sfn: Pick<SFNClient, "send">, mapRunArn: string): Promise<Waiting["items"]> {
  const { itemCounts } = await sfn.send(new DescribeMapRunCommand({ mapRunArn }));
  if (itemCounts === undefined) return undefined;
  return { done: itemCounts.succeeded ?? 0, failed: itemCounts.failed ?? 0, total: itemCounts.total ?? 0 };
}
