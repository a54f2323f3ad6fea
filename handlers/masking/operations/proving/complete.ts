/** Whether everything that was planned has been masked: a proof over half of the data proves nothing. */
import type { S3Client } from "@aws-sdk/client-s3";
import { type ControlTable, readCandidate, readTables } from "../../../shared/control/index.ts";
import { staging } from "../../../shared/layout.ts";
import { countObjects, missingObjects, type ObjectCounts } from "../../../shared/object-counts.ts";
import { readTextIfThere } from "../../../shared/objects.ts";
import { readParts } from "../../../shared/parts.ts";
import { type PartReport, type PlanReport, StoreProof } from "../../../shared/reports.ts";

/** What the proof knows of the stores beside the scans. */
export interface Work {
  readonly objects: ReadonlyMap<string, ObjectCounts>;
  readonly parts: readonly PartReport[];
  /** What the clone's own proof has searched for beside, and the texts that it has compared. */
  readonly inClone: { readonly values: number; readonly scanned: number };
  /** What is missing, one sentence each. */
  readonly missing: readonly string[];
}

/** Adds up what the parts of the run say, for the services that are not held. */
export async function collectWork(
  context: {
    readonly s3: S3Client;
    readonly control: ControlTable;
    readonly buckets: { readonly QUARANTINE_BUCKET: string; readonly STAGING_BUCKET: string };
  },
  plan: PlanReport,
  held: ReadonlySet<string>,
): Promise<Work> {
  const { s3, control, buckets } = context;
  const { runId } = plan;
  const missing: string[] = [];
  const objects = await countObjects(s3, buckets, runId);
  for (const [service, counts] of objects) {
    const problem = held.has(service) ? undefined : missingObjects(counts);
    if (problem !== undefined) missing.push(`S3, service ${service}: ${problem}`);
  }
  const parts = await readParts(s3, buckets.STAGING_BUCKET, runId);
  const finished = new Map((await readTables(control, runId)).map((table) => [table.table, table.items]));
  for (const { service, table } of plan.tables) {
    if (held.has(service)) continue;
    const items = finished.get(table);
    const masked = sumOf(
      parts.filter((part) => part.store === "dynamodb" && part.table === table),
      "written",
    );
    if (items === undefined) missing.push(`DynamoDB, table ${table}: it was not imported and checked`);
    else if (items !== masked) missing.push(`DynamoDB, table ${table}: ${masked} items were masked and ${items} imported`);
  }
  if ((await readCandidate(control, runId)) === undefined) missing.push("Aurora: tonight's cluster was not checked");
  const clone = await readTextIfThere(s3, buckets.STAGING_BUCKET, staging.auroraProof(runId));
  if (clone === undefined) missing.push("Aurora: the clone was not proved");
  for (const part of parts) {
    if (part.store === "aurora" && !held.has(part.service) && part.read !== part.written)
      missing.push(`Aurora, table ${part.service}.${part.table}: ${part.read} rows before and ${part.written} after masking`);
  }
  const inClone = clone === undefined ? { values: 0, scanned: 0 } : StoreProof.parse(JSON.parse(clone));
  return { objects, parts, inClone, missing };
}

/** Adds up one count of part reports. */
export function sumOf(parts: readonly PartReport[], name: "copied" | "masked" | "dropped" | "bytes" | "read" | "written"): number {
  return parts.reduce((sum, part) => sum + part[name], 0);
}
