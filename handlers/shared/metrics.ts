/** The handlers' metrics: CloudWatch's embedded metric format, printed to the log. */
import { Metrics } from "@aws-lambda-powertools/metrics";
import { type FunctionMetric, functionMetrics } from "./metric-names.ts";

/** The namespace where the function's environment names none (`POWERTOOLS_METRICS_NAMESPACE`). */
const defaultNamespace = "Refresh";

/** Prints metrics with these dimensions beside `service`; zero is printed too, so that an alarm sees it. */
export function publishMetrics(dimensions: Record<string, string>, values: Partial<Record<FunctionMetric, number>>): void {
  const namespace = process.env.POWERTOOLS_METRICS_NAMESPACE ?? defaultNamespace;
  const metrics = new Metrics({ namespace, serviceName: "refresh", defaultDimensions: dimensions });
  for (const [name, value] of Object.entries(values)) metrics.addMetric(name, functionMetrics[name as FunctionMetric], value);
  metrics.publishStoredMetrics();
}

/** Prints counts of one environment. */
export function publishCounts(environment: string, counts: Partial<Record<FunctionMetric, number>>): void {
  publishMetrics({ Environment: environment }, counts);
}
