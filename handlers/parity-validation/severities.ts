/** How bad a drift is: one table for every field of every kind, and for what is missing or should not be there. */
import type { FieldName, KindName } from "./expectations.ts";

/** From what lets data out or stops the refresh, down to what only confuses. */
export const severities = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof severities)[number];

/** Beside a kind's own fields: the resource itself. */
type Whole = "missing" | "unexpected";
type Table = { readonly [K in KindName]: { readonly [F in FieldName<K> | Whole]: Severity } };

/**
 * `critical`: data may leave, or whoever should not may read it. `high`: the refresh fails, or its protection is gone.
 * `medium`: it works, not as it was decided. `low`: names and labels.
 */
const table: Table = {
  bucket: {
    missing: "high",
    unexpected: "medium",
    versioning: "high",
    encryptionKey: "critical",
    bucketKey: "low",
    publicAccessBlock: "critical",
    ownership: "high",
    lifecycle: "high",
    policy: "critical",
    tags: "low",
  },
  table: {
    missing: "high",
    unexpected: "medium",
    keys: "high",
    indexes: "high",
    billingMode: "medium",
    pointInTimeRecovery: "high",
    encryptionKey: "critical",
    ttl: "medium",
    deletionProtection: "medium",
    tags: "low",
  },
  cluster: {
    missing: "high",
    unexpected: "medium",
    engineVersion: "high",
    encryptionKey: "critical",
    httpEndpoint: "high",
    parameterGroup: "high",
    subnetGroup: "critical",
    securityGroups: "critical",
    backupRetentionDays: "medium",
    deletionProtection: "medium",
    minCapacity: "low",
    maxCapacity: "medium",
    tags: "low",
  },
  instance: {
    missing: "high",
    unexpected: "medium",
    cluster: "high",
    engineVersion: "high",
    instanceClass: "medium",
    parameterGroup: "medium",
    publiclyAccessible: "critical",
    performanceInsights: "high",
    tags: "low",
  },
  function: {
    missing: "high",
    unexpected: "medium",
    runtime: "medium",
    architecture: "medium",
    memory: "medium",
    timeout: "high",
    role: "critical",
    subnets: "high",
    securityGroups: "high",
    environment: "high",
    tracing: "low",
    logFormat: "low",
    logGroup: "medium",
    deadLetterTarget: "medium",
    reservedConcurrency: "medium",
    tags: "low",
  },
  machine: {
    missing: "high",
    unexpected: "medium",
    type: "high",
    role: "critical",
    logLevel: "medium",
    logsExecutionData: "critical",
    logGroup: "medium",
    tracing: "low",
    definitionHash: "high",
    tags: "low",
  },
  document: { missing: "high", unexpected: "medium", type: "high", format: "low", hash: "high", defaultVersion: "high", tags: "low" },
  parameter: { missing: "high", unexpected: "low", type: "critical", encryptionKey: "high", tags: "low" },
  key: {
    missing: "critical",
    unexpected: "medium",
    target: "critical",
    usage: "high",
    spec: "high",
    enabled: "critical",
    rotation: "medium",
    policy: "critical",
    tags: "low",
  },
  logGroup: { missing: "medium", unexpected: "low", retentionDays: "medium", encryptionKey: "high", filters: "medium", tags: "low" },
  alarm: {
    missing: "high",
    unexpected: "low",
    enabled: "high",
    namespace: "high",
    metric: "high",
    dimensions: "high",
    statistic: "medium",
    period: "medium",
    evaluationPeriods: "medium",
    threshold: "medium",
    comparison: "high",
    missingData: "high",
    actions: "high",
    tags: "low",
  },
  rule: { missing: "high", unexpected: "medium", schedule: "medium", pattern: "high", state: "high", targets: "high", tags: "low" },
  topic: { missing: "high", unexpected: "low", encryptionKey: "high", policy: "critical", subscriptions: "medium", tags: "low" },
  queue: {
    missing: "high",
    unexpected: "low",
    encryptionKey: "high",
    deadLetterQueue: "medium",
    receives: "low",
    retention: "low",
    policy: "critical",
    tags: "low",
  },
  role: {
    missing: "high",
    unexpected: "high",
    trust: "critical",
    policies: "critical",
    attached: "critical",
    boundary: "high",
    tags: "low",
  },
  securityGroup: { missing: "high", unexpected: "medium", rules: "critical", tags: "low" },
  scalingTarget: { missing: "medium", unexpected: "low", min: "low", max: "medium", policies: "medium" },
  dashboard: { missing: "low", unexpected: "low" },
};

/** How bad it is that this field differs; for what cannot be read, how bad it could be. */
export function severityOf(kind: KindName, field: string): Severity {
  const row = table[kind] as Readonly<Record<string, Severity>>;
  return Object.hasOwn(row, field) ? (row[field] ?? "high") : "high";
}

/** The worst first. */
export const bySeverity = (a: Severity, b: Severity): number => severities.indexOf(a) - severities.indexOf(b);
