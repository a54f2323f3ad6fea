/** Says what a run that started now would do; it takes no lock and writes nothing. */
import { GetBucketVersioningCommand } from "@aws-sdk/client-s3";
import type { z } from "zod";
import type { Operation } from "../../../../workflows/kit/contract/index.ts";
import { maskingKeys } from "../../../shared/masking-keys.ts";
import { readPointers } from "../../../shared/pointers.ts";
import { readStoredRules } from "../../../shared/rules-store.ts";
import { runIdOf } from "../../../shared/run-id.ts";
import type { MaskingAhead, preview } from "../../contract.ts";
import { isSameInventory, type Plan, printSuggestion, renderDiff } from "../../plan/index.ts";
import { RulesError, rulesHash } from "../../rules/index.ts";
import type { MaskingContext } from "../context.ts";
import { changesSince } from "../planning/changes-since.ts";
import { newestSnapshot } from "../planning/newest-snapshot.ts";
import { planMasking } from "../planning/plan-masking.ts";
import { planTables } from "../planning/plan-tables.ts";

// What the contract has room for.
const mostServices = 300;
const mostHeld = 60;
const mostReason = 200;
const mostLines = 20;
const mostCharacters = 400;

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
    const masking = await planMasking({
      production: { s3: production.s3, bucket: variables.PROD_DATA_BUCKET, dynamodb: production.dynamodb },
      services,
      tables: lines,
      rules,
      keys: await maskingKeys(clients.kms, variables.MASKING_KEY_ID),
      held: new Map([...problems, ...broken]),
    });
    const { Status } = await production.s3.send(new GetBucketVersioningCommand({ Bucket: variables.PROD_DATA_BUCKET }));
    const held = masking.services.filter(({ status }) => status === "held");
    return {
      asOf,
      snapshotArn: snapshot?.arn ?? "",
      objectsAsOf: Status === "Enabled" ? "version" : "current",
      rulesHash: rulesHash(rules),
      services: services.slice(0, mostServices).map((name) => ({ name, tables: lines.filter(({ service }) => service === name).length })),
      held: held.slice(0, mostHeld).map(({ name, reasons }) => ({ name, reason: firstOf(reasons) })),
      heldInAll: held.length,
      masking: await ahead(context, masking),
    };
  };
}

async function ahead(context: MaskingContext, plan: Plan): Promise<z.infer<typeof MaskingAhead>> {
  const changes = await changesSince(context, "", plan);
  const changed = changes === undefined || isSameInventory(changes.diff) ? [] : renderDiff(changes.diff, "text").trimEnd().split("\n");
  const suggested = [...new Set(plan.items.flatMap(({ suggestion }) => printSuggestion(suggestion) ?? []))];
  return {
    places: plan.items.length,
    undeclared: plan.items.filter(({ declared, action }) => !declared && action !== "pass").length,
    suggestions: bounded(suggested),
    suggestionsInAll: suggested.length,
    since: changes?.runId ?? "",
    changes: bounded(changed),
    changesInAll: changed.length,
  };
}

const bounded = (lines: readonly string[]): string[] => lines.slice(0, mostLines).map((line) => line.slice(0, mostCharacters));

function firstOf([first = "", ...more]: readonly string[]): string {
  const others = more.length === 0 ? "" : `; and ${more.length} more reasons`;
  return `${first.slice(0, mostReason - others.length)}${others}`;
}
