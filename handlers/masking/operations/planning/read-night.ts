/** What a run reads of production before it does anything: the instant, then rules, tables and samples. It changes nothing. */
import { GetBucketVersioningCommand } from "@aws-sdk/client-s3";
import { maskingKeys } from "../../../shared/masking-keys.ts";
import type { Pointer } from "../../../shared/reports.ts";
import { readStoredRules } from "../../../shared/rules-store.ts";
import type { Plan } from "../../plan/index.ts";
import { type Rules, RulesError } from "../../rules/index.ts";
import type { MaskingContext } from "../context.ts";
import { newestSnapshot } from "./newest-snapshot.ts";
import { planMasking } from "./plan-masking.ts";
import { planTables, type TableLine } from "./plan-tables.ts";

/** The one instant of all stores: that of production's newest snapshot, now where none is young enough. */
export async function readInstant(
  { variables, clients }: MaskingContext,
  now: number,
): Promise<{ readonly asOf: string; readonly snapshotArn: string }> {
  const snapshot = await newestSnapshot(clients.production().rds, variables.PROD_CLUSTER_IDENTIFIER, {
    now,
    maxAgeHours: variables.SNAPSHOT_MAX_AGE_HOURS,
  });
  return { asOf: (snapshot?.takenAt ?? new Date(now)).toISOString(), snapshotArn: snapshot?.arn ?? "" };
}

/** The rules that are stored; `raise` is told of common rules that cannot be read. */
export async function readRules(
  { clients }: MaskingContext,
  environment: string,
  services: readonly string[],
  raise: (name: "Refresh.PlanFailed", message: string) => never,
): ReturnType<typeof readStoredRules> {
  return readStoredRules(clients.ssm, environment, services).catch((error: unknown) => {
    if (error instanceof RulesError) return raise("Refresh.PlanFailed", error.message);
    throw error;
  });
}

/** What production holds tonight, and what becomes of it. */
export interface StoresTonight {
  readonly lines: readonly TableLine[];
  readonly masking: Plan;
  readonly objectsAsOf: "version" | "current";
}

/** Reads tables and samples of the services, and plans their masking. */
export async function readStores(
  { variables, clients }: MaskingContext,
  runId: string,
  pointers: ReadonlyMap<string, Pointer>,
  { rules, broken }: { readonly rules: Rules; readonly broken: ReadonlyMap<string, string> },
): Promise<StoresTonight> {
  const { s3, dynamodb } = clients.production();
  const { lines, problems } = await planTables({ production: dynamodb, test: clients.dynamodb }, runId, pointers);
  const masking = await planMasking({
    production: { s3, bucket: variables.PROD_DATA_BUCKET, dynamodb },
    services: [...pointers.keys()],
    tables: lines,
    rules,
    keys: await maskingKeys(clients.kms, variables.MASKING_KEY_ID),
    held: new Map([...problems, ...broken]),
  });
  const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket: variables.PROD_DATA_BUCKET }));
  return { lines, masking, objectsAsOf: Status === "Enabled" ? "version" : "current" };
}
