/** Locks, takes one instant for all stores, reads inventories and rules, writes the plan. */
import { GetBucketVersioningCommand } from "@aws-sdk/client-s3";
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { acquireLock, beginRun, holdService, noteGeneration } from "../../shared/control/index.ts";
import { staging } from "../../shared/layout.ts";
import { maskingKeys } from "../../shared/masking-keys.ts";
import { writeJson, writeLines } from "../../shared/objects.ts";
import { readPointers } from "../../shared/pointers.ts";
import { PlanReport } from "../../shared/reports.ts";
import { resources } from "../../shared/resources.ts";
import { readStoredRules } from "../../shared/rules-store.ts";
import { runIdOf } from "../../shared/run-id.ts";
import type { plan } from "../contract.ts";
import { RulesError, rulesHash } from "../rules/index.ts";
import type { MaskingContext } from "./context.ts";
import { executionRuns } from "./execution-status.ts";
import { keepPlan } from "./planning/keep-plan.ts";
import { newestSnapshot } from "./planning/newest-snapshot.ts";
import { planMasking } from "./planning/plan-masking.ts";
import { planTables } from "./planning/plan-tables.ts";

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
    const production = clients.production();
    const snapshot = await newestSnapshot(production.rds, variables.PROD_CLUSTER_IDENTIFIER, {
      now,
      maxAgeHours: variables.SNAPSHOT_MAX_AGE_HOURS,
    });
    const asOf = (snapshot?.takenAt ?? new Date(now)).toISOString();
    await beginRun(control, runId, { executionArn: execution.arn, startedAt: execution.startTime, asOf });
    const pointers = await readPointers(clients.ssm, environment);
    if (pointers.size === 0)
      return raise("Refresh.PlanFailed", `No service has a pointer parameter /${environment}/<service>/data; Terraform makes them.`);
    const services = [...pointers.keys()];
    const { rules, broken } = await readStoredRules(clients.ssm, environment, services).catch((error: unknown) => {
      if (error instanceof RulesError) return raise("Refresh.PlanFailed", error.message);
      throw error;
    });
    const { lines, problems } = await planTables({ production: production.dynamodb, test: clients.dynamodb }, runId, pointers);
    const masking = await planMasking({
      production: { s3: production.s3, bucket: variables.PROD_DATA_BUCKET, dynamodb: production.dynamodb },
      services,
      tables: lines,
      rules,
      keys: await maskingKeys(clients.kms, variables.MASKING_KEY_ID),
      held: new Map([...problems, ...broken]),
    });
    const reasons = new Map(masking.services.flatMap(({ name, reasons: own }) => (own.length === 0 ? [] : [[name, own] as const])));
    const tables = lines.filter(({ service }) => !reasons.has(service));
    const { Status } = await production.s3.send(new GetBucketVersioningCommand({ Bucket: variables.PROD_DATA_BUCKET }));
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
      objectsAsOf: Status === "Enabled" ? "version" : "current",
      snapshotArn: snapshot?.arn ?? "",
      rulesHash: rulesHash(rules),
      services: services.map((name) => {
        const own = reasons.get(name) ?? [];
        const status = own.length === 0 ? "planned" : "held";
        return { name, status, reasons: own.slice(0, mostReasons).map((reason) => reason.slice(0, 400)) };
      }),
      tables: tables.map(({ service, table, newTable }) => ({ service, table, newTable })),
    } satisfies PlanReport);
    const { STAGING_BUCKET } = variables;
    await keepPlan(context, runId, masking);
    await writeJson(clients.s3, STAGING_BUCKET, staging.rules(runId), rules.source);
    await writeLines(clients.s3, STAGING_BUCKET, staging.tables(runId), tables);
    await writeJson(clients.s3, STAGING_BUCKET, staging.plan(runId), report);
    return {
      runId,
      asOf,
      leftover: lock.leftover,
      snapshotArn: report.snapshotArn,
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
