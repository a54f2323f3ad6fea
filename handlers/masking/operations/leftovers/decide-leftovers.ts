/** Decides what a clean-up takes away; pure. Nothing that a pointer or a possible rollback names is ever in the answer. */
import type { Generation, RunStatus } from "../../../shared/control/index.ts";
import type { Pointer } from "../../../shared/reports.ts";
import { resources } from "../../../shared/resources.ts";

/** What is known when the clean-up begins. */
export interface Situation {
  readonly environment: string;
  /** The run to clean up after; "" when there is none. */
  readonly runId: string;
  /** The run that holds the lock and still works, when that is another one: nothing of it is touched. */
  readonly working: string | undefined;
  /** Oldest first. */
  readonly generations: readonly Generation[];
  readonly statuses: ReadonlyMap<string, RunStatus>;
  readonly pointers: ReadonlyMap<string, Pointer>;
  /** What each run's switch replaced, by run and service. */
  readonly previous: ReadonlyMap<string, ReadonlyMap<string, Pointer>>;
}

/** What to take away. */
export interface Leftovers {
  readonly rollBack: boolean;
  /** Runs whose clone, raw snapshots, executions and automations go. */
  readonly cleaned: readonly string[];
  /** Runs whose generation goes as well. */
  readonly deleted: readonly string[];
  readonly clusters: readonly { readonly cluster: string; readonly instance: string }[];
  readonly snapshots: readonly string[];
  readonly productionSnapshots: readonly string[];
  readonly tables: readonly string[];
}

const keptGenerations = 2;
// So many runs a clean-up, and so many tables: the next one goes on.
const mostRuns = 20;
const mostTables = 400;

/** The leftovers of a situation. */
export function decideLeftovers(situation: Situation): Leftovers {
  const { environment, runId, working, generations, statuses } = situation;
  const live = generations.filter(({ status }) => status === "live").map((generation) => generation.runId);
  const newest = live.at(-1) ?? "";
  const age = new Map(generations.map((generation, i) => [generation.runId, i]));
  // A run that stuck in its switch before a later one went live is a failed run like any other.
  const inSwitch = (run: string): boolean => statuses.get(run) === "switching" && (age.get(run) ?? -1) > (age.get(newest) ?? -1);
  const rollBack = runId !== "" && inSwitch(runId);
  const kept = keptThings(situation, { rollBack, newest, live: live.slice(-keptGenerations), inSwitch });

  const byRun = new Map(generations.map((generation) => [generation.runId, generation]));
  const others = generations.map((generation) => generation.runId).filter((run) => run !== runId);
  const candidates = [...(runId === "" ? [] : [runId]), ...others].filter((run) => run !== working && (run === runId || !inSwitch(run)));
  const cleaned: string[] = [];
  const deleted: string[] = [];
  const tables: string[] = [];
  for (const run of candidates) {
    const generation = byRun.get(run);
    const own = (generation?.tables ?? []).filter((table) => !kept.tables.has(table));
    const cleans = run === runId || generation?.cleaned !== true;
    const goes = !kept.runs.has(run) && (tables.length === 0 || tables.length + own.length <= mostTables);
    if (!cleans && !goes) continue;
    if (cleaned.length + deleted.length >= mostRuns) break;
    if (cleans) cleaned.push(run);
    if (!goes) continue;
    deleted.push(run);
    tables.push(...own);
  }
  const cluster = (name: string) => ({ cluster: name, instance: resources.writer(name) });
  return {
    rollBack,
    cleaned,
    deleted,
    clusters: [
      ...cleaned.map((run) => cluster(resources.clone(run))),
      ...deleted.map((run) => cluster(resources.cluster(environment, run))),
    ],
    snapshots: [
      ...cleaned.flatMap((run) => [resources.rawSnapshot(run), resources.maskedSnapshot(run)]),
      ...deleted.map(resources.dataSnapshot),
    ],
    productionSnapshots: cleaned.flatMap(resources.productionSnapshots),
    tables: tables.slice(0, mostTables),
  };
}

function keptThings(
  { runId, working, generations, pointers, previous }: Situation,
  facts: { rollBack: boolean; newest: string; live: readonly string[]; inSwitch(run: string): boolean },
): { runs: ReadonlySet<string>; tables: ReadonlySet<string> } {
  const runs = new Set<string>(facts.live);
  const tables = new Set<string>();
  const keep = (pointer: Pointer): void => {
    runs.add(pointer.run);
    for (const table of Object.values(pointer.tables)) tables.add(table);
  };
  // As they will be when the services are rolled back, which comes before any deletion.
  for (const [service, pointer] of pointers) {
    const before = facts.rollBack && pointer.run === runId ? previous.get(runId)?.get(service) : undefined;
    keep(before ?? pointer);
  }
  if (working !== undefined) runs.add(working);
  for (const [run, replaced] of previous) {
    const mayBeRolledBack = run === facts.newest || (run !== runId && facts.inSwitch(run));
    if (!mayBeRolledBack) continue;
    runs.add(run);
    for (const pointer of replaced.values()) keep(pointer);
  }
  for (const { runId: run } of generations) if (run !== runId && facts.inSwitch(run)) runs.add(run);
  for (const { runId: run, tables: own } of generations) if (runs.has(run)) for (const table of own) tables.add(table);
  return { runs, tables };
}
