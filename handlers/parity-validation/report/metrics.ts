/** The validator's metrics, in CloudWatch's embedded metric format. */
import { publishCounts, publishMetrics } from "../../shared/metrics.ts";
import { severities } from "../severities.ts";
import { type DriftReport, remaining } from "./report.ts";

/** Prints the metrics of a finished validation; what a repair has ended no longer counts as drift. */
export function publishDrift(report: DriftReport): void {
  const left = remaining(report);
  const { environment } = report;
  const repaired = report.repairs.filter(({ outcome }) => outcome === "repaired").length;
  publishCounts(environment, { Drift: left.length, DriftRepaired: repaired });
  for (const severity of severities) {
    const own = left.filter((found) => found.severity === severity);
    publishMetrics({ Environment: environment, Severity: severity }, { DriftBySeverity: own.length });
    for (const service of new Set(own.map((found) => found.service))) {
      const count = own.filter((found) => found.service === service).length;
      publishMetrics({ Environment: environment, AwsService: service, Severity: severity }, { DriftByService: count });
    }
  }
}
