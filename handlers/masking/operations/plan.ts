/** Locks, takes one instant for all stores, reads inventories and rules, writes the plan. */
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { acquireLock, beginRun, holdService, noteGeneration } from "../../shared/control/index.ts";
import { staging } from "../../shared/layout.ts";
import { writeJson, writeLines } from "../../shared/objects.ts";
import { readPointers } from "../../shared/pointers.ts";
import { PlanReport } from "../../shared/reports.ts";
import { resources } from "../../shared/resources.ts";
import { runIdOf } from "../../shared/run-id.ts";
import type { plan } from "../contract.ts";
import { rulesHash } from "../rules/index.ts";
import type { MaskingContext } from "./context.ts";
import { executionRuns } from "./execution-status.ts";
import { keepPlan } from "./planning/keep-plan.ts";
import { readInstant, readRules, readStores } from "./planning/read-night.ts";

const mostReasons = 20;

/**
 * The operation. What samples of production show to be impossible to mask holds its service before the first byte moves. The
 * same execution may repeat it: a service that was held stays held.
 */
export function planOperation(context: MaskingContext): Operation<typeof plan> {
  return async ({ environment, execution }, raise) => {
    const { variables, clients, control } = context;
    const now = context.now();
    const runId = runIdOf(execution.startTime, execution.name);
    const lock = await acquireLock(
      control,
      { runId, executionArn: execution.arn },
      { now, runs: (arn) => executionRuns(clients.sfn, arn) },
    );
    if (!lock.acquired) {
      return raise(
        "Refresh.AlreadyRunning",
        `Run ${lock.holder.runId} holds the lock and its execution still runs. Wait for it, or stop it: a clean-up follows by itself.`,
      );
    }
    const { asOf, snapshotArn } = await readInstant(context, now);
    await beginRun(control, runId, { executionArn: execution.arn, startedAt: execution.startTime, asOf });
    const pointers = await readPointers(clients.ssm, environment);
    if (pointers.size === 0)
      return raise("Refresh.PlanFailed", `No service has a pointer parameter /${environment}/<service>/data; Terraform makes them.`);
    const services = [...pointers.keys()];
    const stored = await readRules(context, environment, services, raise);
    const { lines, masking, objectsAsOf } = await readStores(context, runId, pointers, stored);
    const reasons = new Map(masking.services.flatMap(({ name, reasons: own }) => (own.length === 0 ? [] : [[name, own] as const])));
    const tables = lines.filter(({ service }) => !reasons.has(service));
    // Before anything is made, so that a clean-up finds whatever a failure leaves.
    await noteGeneration(control, {
      runId,
      status: "staged",
      startedAt: execution.startTime,
      cluster: resources.cluster(environment, runId),
      tables: tables.map(({ newTable }) => newTable),
      cleaned: false,
    });
    for (const [service, own] of reasons) await holdService(control, runId, service, inOneSentence(own));
    const report = PlanReport.parse({
      schemaVersion: 1,
      runId,
      environment,
      execution: execution.arn,
      asOf,
      objectsAsOf,
      snapshotArn,
      rulesHash: rulesHash(stored.rules),
      services: services.map((name) => {
        const own = reasons.get(name) ?? [];
        const status = own.length === 0 ? "planned" : "held";
        return { name, status, reasons: own.slice(0, mostReasons).map((reason) => reason.slice(0, 400)) };
      }),
      tables: tables.map(({ service, table, newTable }) => ({ service, table, newTable })),
    } satisfies PlanReport);
    const { STAGING_BUCKET } = variables;
    await keepPlan(context, runId, masking);
    await writeJson(clients.s3, STAGING_BUCKET, staging.rules(runId), stored.rules.source);
    await writeLines(clients.s3, STAGING_BUCKET, staging.tables(runId), tables);
    await writeJson(clients.s3, STAGING_BUCKET, staging.plan(runId), report);
    return {
      runId,
      asOf,
      leftover: lock.leftover,
      snapshotArn,
      planKey: staging.plan(runId),
      tablesKey: staging.tables(runId),
      services: services.length,
      held: reasons.size,
    };
  };
}

function inOneSentence([first = "", ...more]: readonly string[]): string {
  return more.length === 0 ? first : `${first.slice(0, 330)}; and ${more.length} more reasons, in the plan of the masking`;
}
