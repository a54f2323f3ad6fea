/** What going back from a run would change, and what speaks against it: read by the operation, and by operators before it. */
import { DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SSMClient } from "@aws-sdk/client-ssm";
import { type ControlTable, readGenerations, readPrevious, readRun } from "../../../shared/control/index.ts";
import { inParallel } from "../../../shared/in-parallel.ts";
import { readPointers } from "../../../shared/pointers.ts";

/** The data that a service has before the first refresh: Terraform made it, of invented items. */
export const dayZero = "day-0";

/** Where the plan is read from. */
export interface RollBackSources {
  readonly environment: string;
  readonly control: ControlTable;
  readonly ssm: Pick<SSMClient, "send">;
  readonly dynamodb: Pick<DynamoDBClient, "send">;
  /** What speaks against the proof of a run for these services; undefined when nothing does. */
  readonly proofProblem: (runId: string, services: readonly string[]) => Promise<string | undefined>;
}

/** One service's way back. */
export interface ServiceChange {
  readonly service: string;
  readonly from: string;
  readonly to: string;
}

/** What would be done. */
export interface RollBackPlan {
  readonly runId: string;
  readonly changes: readonly ServiceChange[];
  /** Sentences; the roll-back is refused when there is one. */
  readonly problems: readonly string[];
}

const tablesAtOnce = 8;
const mostMissing = 10;

/** Reads the plan. It changes nothing. */
export async function readRollBackPlan(sources: RollBackSources, runId: string): Promise<RollBackPlan> {
  const { control, ssm, environment } = sources;
  const [run, generations, previous, pointers] = await Promise.all([
    readRun(control, runId),
    readGenerations(control),
    readPrevious(control, runId),
    readPointers(ssm, environment),
  ]);
  const refused = (problem: string): RollBackPlan => ({ runId, changes: [], problems: [problem] });
  if (run === undefined) return refused(`Nothing is known of a run ${runId}.`);
  if (run.status !== "live" && run.status !== "switching")
    return refused(`Run ${runId} is not live (${run.status}): there is nothing to go back from.`);
  const at = generations.findIndex((generation) => generation.runId === runId);
  const later = generations.slice(at + 1).find(({ status }) => status === "live");
  if (later !== undefined) return refused(`Run ${later.runId} has gone live after run ${runId}: go back from that one.`);
  const own = [...previous].filter(([service]) => pointers.get(service)?.run === runId);
  const changes = own.map(([service, { run: to }]) => ({ service, from: runId, to }));
  // A run inside the switch may have published objects before it switched a service.
  if (changes.length === 0 && run.status === "live") return refused(`No service points at run ${runId} any more.`);

  const standing = new Set(generations.filter(({ status }) => status === "live").map((generation) => generation.runId));
  const problems: string[] = [];
  for (const target of new Set(changes.map(({ to }) => to))) {
    if (target === dayZero) continue;
    const services = changes.filter(({ to }) => to === target).map(({ service }) => service);
    if (!standing.has(target)) problems.push(`Generation ${target} of ${listed(services)} has been deleted or was never live.`);
    else {
      const problem = await sources.proofProblem(target, services);
      if (problem !== undefined) problems.push(problem);
    }
  }
  const tables = own.flatMap(([service, pointer]) => Object.values(pointer.tables).map((table) => ({ service, table })));
  const found = await inParallel(tablesAtOnce, tables, ({ table }) => tableStands(sources.dynamodb, table));
  const gone = tables.filter((_, i) => found[i] !== true);
  for (const { service, table } of gone.slice(0, mostMissing)) problems.push(`Table ${table} of ${service} is not there any more.`);
  if (gone.length > mostMissing) problems.push(`${gone.length - mostMissing} more tables are not there any more.`);
  return { runId, changes, problems };
}

const mostNamed = 5;
const listed = (services: readonly string[]): string =>
  services.length <= mostNamed ? services.join(", ") : `${services.slice(0, mostNamed).join(", ")} and ${services.length - mostNamed} more`;

async function tableStands(dynamodb: Pick<DynamoDBClient, "send">, TableName: string): Promise<boolean> {
  try {
    return (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus !== "DELETING";
  } catch (error) {
    if ((error as Error).name === "ResourceNotFoundException") return false;
    throw error;
  }
}
