/** Says what a run that started now would do; it takes no lock and writes nothing. */
import { GetBucketVersioningCommand } from "@aws-sdk/client-s3";
import type { Operation } from "../../../../workflows/kit/contract/index.ts";
import { readPointers } from "../../../shared/pointers.ts";
import { readStoredRules } from "../../../shared/rules-store.ts";
import { runIdOf } from "../../../shared/run-id.ts";
import type { preview } from "../../contract.ts";
import { RulesError, rulesHash } from "../../rules/index.ts";
import type { MaskingContext } from "../context.ts";
import { newestSnapshot } from "../planning/newest-snapshot.ts";
import { planTables } from "../planning/plan-tables.ts";

// What the contract has room for.
const mostServices = 300;
const mostHeld = 60;

/** The operation: what `plan` reads, and nothing of what it does. What only tonight's values can tell is not known yet. */
export function previewOperation(context: MaskingContext): Operation<typeof preview> {
  return async ({ environment }, raise) => {
    const { variables, clients } = context;
    const now = context.now();
    const production = clients.production();
    const pointers = await readPointers(clients.ssm, environment);
    const services = [...pointers.keys()];
    const { rules, broken } = await readStoredRules(clients.ssm, environment, services).catch((error: unknown) => {
      if (error instanceof RulesError) return raise("Refresh.PlanFailed", error.message);
      throw error;
    });
    const snapshot = await newestSnapshot(production.rds, variables.PROD_CLUSTER_IDENTIFIER, {
      now,
      maxAgeHours: variables.SNAPSHOT_MAX_AGE_HOURS,
    });
    const asOf = (snapshot?.takenAt ?? new Date(now)).toISOString();
    const { lines, problems } = await planTables(
      { production: production.dynamodb, test: clients.dynamodb },
      runIdOf(new Date(now).toISOString(), ""),
      pointers,
    );
    const { Status } = await production.s3.send(new GetBucketVersioningCommand({ Bucket: variables.PROD_DATA_BUCKET }));
    const held = new Map([...problems, ...broken]);
    return {
      asOf,
      snapshotArn: snapshot?.arn ?? "",
      objectsAsOf: Status === "Enabled" ? "version" : "current",
      rulesHash: rulesHash(rules),
      services: services.slice(0, mostServices).map((name) => ({ name, tables: lines.filter(({ service }) => service === name).length })),
      held: [...held].slice(0, mostHeld).map(([name, reason]) => ({ name, reason: reason.slice(0, 200) })),
      heldInAll: held.size,
    };
  };
}
