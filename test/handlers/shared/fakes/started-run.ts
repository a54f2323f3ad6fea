/** A run that has been planned: lock, status, ledger, plan and rules are where an operation looks for them. */

import type { TableLine } from "../../../../handlers/masking/operations/planning/plan-tables.ts";
import { mergeRules, parseRules, rulesHash } from "../../../../handlers/masking/rules/index.ts";
import type { RunStatus } from "../../../../handlers/shared/control/index.ts";
import { staging } from "../../../../handlers/shared/layout.ts";
import { signBody } from "../../../../handlers/shared/mac.ts";
import type { PlanReport, ProofReport } from "../../../../handlers/shared/reports.ts";
import { buckets, type World } from "./memory-services.ts";

export const runId = "20261124t0200-1a2b";
export const execution = "arn:aws:states:us-west-2:222222222222:execution:test-daily-refresh:nightly";
export const asOf = "2026-11-24T01:00:00.000Z";

/** Puts the run into the world. */
export function startRun(
  world: World,
  services: readonly string[],
  {
    rules = {},
    status = "running",
    tables = [],
  }: { rules?: Record<string, string>; status?: RunStatus; tables?: readonly TableLine[] } = {},
): void {
  const merged = mergeRules(parseRules({ rules }, "rules"));
  const plan: PlanReport = {
    schemaVersion: 1,
    runId,
    environment: "test",
    execution,
    asOf,
    objectsAsOf: "current",
    snapshotArn: "",
    rulesHash: rulesHash(merged),
    services: services.map((name) => ({ name, status: "planned", reasons: [] })),
    tables: tables.map(({ service, table, newTable }) => ({ service, table, newTable })),
  };
  const { s3, control, running } = world;
  s3.put(buckets.staging, staging.plan(runId), JSON.stringify(plan));
  s3.put(buckets.staging, staging.rules(runId), JSON.stringify(merged.source));
  s3.put(buckets.staging, staging.tables(runId), tables.map((line) => `${JSON.stringify(line)}\n`).join(""));
  control.items.set("LOCK|LOCK", { runId, executionArn: execution, expiresAt: world.now + 1, leftover: "" });
  control.items.set(`EXECUTION#${execution}|RUN`, { runId });
  control.items.set(`RUN#${runId}|STATUS`, { status, executionArn: execution, startedAt: "2026-11-24T02:00:00Z", asOf });
  control.items.set(`GENERATIONS|${runId}`, {
    status: "staged",
    startedAt: "2026-11-24T02:00:00Z",
    cluster: `test-${runId}`,
    tables: tables.map(({ newTable }) => newTable),
    cleaned: false,
  });
  running.add(execution);
}

/** Tonight's checked cluster. */
export const candidate = {
  endpoint: "tonight.cluster.local",
  readerEndpoint: "tonight.cluster-ro.local",
  port: 5433,
  secretArn: "arn:tonight",
  clusterArn: "arn:cluster",
  cluster: `test-${runId}`,
};

/** Writes a signed proof for services. */
export async function proveServices(world: World, proved: readonly string[], held: readonly string[] = []): Promise<void> {
  const nothing = {
    degraded: false,
    s3: { objects: 0, copied: 0, masked: 0, dropped: 0, bytes: 0 },
    dynamodb: { tables: 0, items: 0 },
    aurora: { tables: 0, rows: 0 },
    undeclared: [],
  };
  const body: ProofReport["body"] = {
    runId,
    environment: "test",
    asOf,
    rulesHash: "0".repeat(64),
    provedAt: asOf,
    values: 1,
    scanned: 1,
    found: 0,
    stores: [],
    services: [
      ...proved.map((name) => ({ name, status: "proved" as const, reasons: [], ...nothing })),
      ...held.map((name) => ({ name, status: "held" as const, reasons: ["test"], ...nothing })),
    ],
  };
  const report: ProofReport = { schemaVersion: 1, body, mac: await signBody(world.context.clients.kms, "key", body) };
  world.s3.put(buckets.staging, staging.proof(runId), JSON.stringify(report));
}
