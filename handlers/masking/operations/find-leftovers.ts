/** What a run has left that no pointer and no rollback needs: a clean-up deletes exactly this. */
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import {
  changeGeneration,
  changeRun,
  holderOf,
  noteCleanUp,
  noteGeneration,
  type RunStatus,
  readGenerations,
  readPrevious,
  readRun,
  runOfExecution,
} from "../../shared/control/index.ts";
import { readPointers } from "../../shared/pointers.ts";
import { resources } from "../../shared/resources.ts";
import type { findLeftovers } from "../contract.ts";
import type { MaskingContext } from "./context.ts";
import { executionRuns } from "./execution-status.ts";
import { decideLeftovers } from "./leftovers/decide-leftovers.ts";
import { runningAutomations, runningExecutions } from "./leftovers/still-running.ts";

const nothing = { rollBack: false, executions: [], automations: [], clusters: [], snapshots: [], productionSnapshots: [], tables: [] };

/** The operation. Earlier runs whose clean-up failed are cleaned up with this one. */
export function findLeftoversOperation(context: MaskingContext): Operation<typeof findLeftovers> {
  return async ({ environment, execution, runId: named }) => {
    const { variables, clients, control } = context;
    const holder = await holderOf(control);
    const known = named !== "" ? named : execution === "" ? "" : await runOfExecution(control, execution);
    const runId = known === "" && holder !== undefined && holder.executionArn === execution ? holder.runId : known;
    // Whoever holds the lock and still runs may clean up after itself and after the run that it took the lock from; nobody else may.
    const working = holder !== undefined && (await executionRuns(clients.sfn, holder.executionArn)) ? holder : undefined;
    const asHolder =
      working !== undefined && (working.executionArn === execution || (execution === "" && named !== "" && working.leftover === named));
    if (working !== undefined && !asHolder) return { runId, mayCleanUp: false, ...nothing };

    const generations = await readGenerations(control);
    const runs = [...new Set([...generations.map((generation) => generation.runId), ...(runId === "" ? [] : [runId])])];
    const found = await Promise.all(runs.map(async (run) => [run, await readRun(control, run)] as const));
    const statuses = new Map(found.flatMap(([run, state]): [string, RunStatus][] => (state === undefined ? [] : [[run, state.status]])));
    const previous = new Map(await Promise.all(runs.map(async (run) => [run, await readPrevious(control, run)] as const)));
    const pointers = await readPointers(clients.ssm, environment);
    const spared = working !== undefined && working.runId !== runId ? working.runId : undefined;
    const left = decideLeftovers({ environment, runId, working: spared, generations, statuses, pointers, previous });

    const cleaned = new Set(left.cleaned);
    // From here on no function that still works for these runs writes anything more.
    for (const run of left.cleaned) await changeRun(control, run, "failed", ["running"]);
    const executions = await runningExecutions(
      clients.sfn,
      variables.CHILD_STATE_MACHINE_ARNS.split(",").map((arn) => arn.trim()),
      cleaned,
    );
    const automations = await runningAutomations(clients.ssm, variables.AUTOMATION_DOCUMENT_NAME, cleaned);
    // A run that failed before its plan was written has no entry yet, and its clean-up may fail too.
    const started = found.find(([run]) => run === runId)?.[1]?.startedAt;
    if (started !== undefined && !generations.some((generation) => generation.runId === runId)) {
      await noteGeneration(control, {
        runId,
        status: "staged",
        startedAt: started,
        cluster: resources.cluster(environment, runId),
        tables: [],
        cleaned: false,
      });
    }
    for (const run of left.deleted) if (run !== runId) await changeGeneration(control, run, { status: "deleting" });
    await noteCleanUp(control, runId, { cleaned: [...left.cleaned], deleted: [...left.deleted] });
    return {
      runId,
      mayCleanUp: true,
      rollBack: left.rollBack,
      executions,
      automations,
      clusters: [...left.clusters],
      snapshots: [...left.snapshots],
      productionSnapshots: [...left.productionSnapshots],
      tables: [...left.tables],
    };
  };
}
