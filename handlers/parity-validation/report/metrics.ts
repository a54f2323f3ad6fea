/** The validator's metrics, in CloudWatch's embedded metric format. */
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { severities } from "../severities.ts";
import { type DriftReport, remaining } from "./report.ts";

/** Their names; alarms and dashboards use these. All have the dimension `service` = `refresh` too, as the other handlers' have. */
export const parityMetrics = {
  /** What is left of a validation's findings after its repairs, by Environment; zero is printed too. */
  drift: "Drift",
  /** Findings by Environment and Severity, zero too. */
  bySeverity: "DriftBySeverity",
  /** Findings by Environment, AwsService (IAM's prefix) and Severity, where there are any. */
  byService: "DriftByService",
  /** What was repaired and verified. */
  repaired: "DriftRepaired",
} as const;

/** Prints the metrics of a finished validation; what a repair has ended no longer counts as drift. */
export function publishDrift(report: DriftReport): void {
  const left = remaining(report);
  const { environment } = report;
  publish(parityMetrics.drift, left.length, { Environment: environment });
  publish(parityMetrics.repaired, report.repairs.filter(({ outcome }) => outcome === "repaired").length, { Environment: environment });
  for (const severity of severities) {
    const own = left.filter((found) => found.severity === severity);
    publish(parityMetrics.bySeverity, own.length, { Environment: environment, Severity: severity });
    for (const service of new Set(own.map((found) => found.service))) {
      const count = own.filter((found) => found.service === service).length;
      publish(parityMetrics.byService, count, { Environment: environment, AwsService: service, Severity: severity });
    }
  }
}

function publish(name: string, value: number, dimensions: Record<string, string>): void {
  const namespace = process.env.POWERTOOLS_METRICS_NAMESPACE ?? "Refresh";
  const metrics = new Metrics({ namespace, serviceName: "refresh", defaultDimensions: dimensions });
  metrics.addMetric(name, MetricUnit.Count, value);
  metrics.publishStoredMetrics();
}
