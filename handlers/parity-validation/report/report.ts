/** The drift report: what was compared, found and repaired. */
import { z } from "zod";
import { EnvironmentName } from "../../shared/names.ts";
import { Remediation } from "../contract.ts";
import { Finding, inOrder } from "../finding.ts";
import { RepairRecord } from "../repair/index.ts";
import { type Severity, severities } from "../severities.ts";

const counts = z.record(z.string(), z.int());

/** The report as JSON. */
export const DriftReport = z.object({
  schemaVersion: z.literal(1),
  validation: z.string(),
  environment: EnvironmentName,
  account: z.string(),
  region: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  compared: z.object({ resources: z.int(), fields: z.int() }),
  /** Number of findings. */
  drift: z.int(),
  threshold: z.int(),
  remediation: Remediation,
  /** Why nothing was repaired, when something could have been. */
  heldBack: z.string().optional(),
  bySeverity: z.record(z.enum(severities), z.int()),
  byService: counts,
  findings: z.array(Finding),
  repairs: z.array(RepairRecord),
});
export type DriftReport = z.infer<typeof DriftReport>;

/** Everything but what is counted. */
export type ReportInput = Omit<DriftReport, "schemaVersion" | "drift" | "bySeverity" | "byService">;

/** Puts the findings in order and counts them. */
export function createReport(input: ReportInput): DriftReport {
  const findings = inOrder(input.findings);
  const services = [...new Set(findings.map(({ service }) => service))].sort();
  const having = (test: (found: Finding) => boolean): number => findings.filter(test).length;
  return {
    schemaVersion: 1,
    ...input,
    drift: findings.length,
    bySeverity: Object.fromEntries(severities.map((severity) => [severity, having((found) => found.severity === severity)])) as Record<
      Severity,
      number
    >,
    byService: Object.fromEntries(services.map((service) => [service, having((found) => found.service === service)])),
    findings,
  };
}

/** The findings that a repair has not ended. */
export function remaining({ findings, repairs }: Pick<DriftReport, "findings" | "repairs">): Finding[] {
  const ended = new Set(
    repairs
      .filter(({ outcome }) => outcome === "repaired" || outcome === "unneeded")
      .map(({ kind, resource, field }) => `${kind} ${resource} ${field}`),
  );
  return findings.filter(
    ({ kind, resource, field }) => !ended.has(`${kind} ${resource} ${field === "" ? "missing" : field.split(".")[0]}`),
  );
}
