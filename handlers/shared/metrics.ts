/** The handlers' metrics: CloudWatch's embedded metric format, printed to the log. */
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

/** The namespace where the function's environment names none (`POWERTOOLS_METRICS_NAMESPACE`). */
const defaultNamespace = "Refresh";

/** What a handler may count. */
export type CountName = "ObjectsCopied" | "ObjectsMasked" | "ObjectsDropped" | "ItemsMasked" | "ServicesHeld" | "LeaksFound";

/** Prints counts of one environment; zero is printed too, so that an alarm sees it. */
export function publishCounts(environment: string, counts: Partial<Record<CountName, number>>): void {
  const namespace = process.env.POWERTOOLS_METRICS_NAMESPACE ?? defaultNamespace;
  const metrics = new Metrics({ namespace, serviceName: "refresh", defaultDimensions: { Environment: environment } });
  for (const [name, value] of Object.entries(counts)) metrics.addMetric(name, MetricUnit.Count, value);
  metrics.publishStoredMetrics();
}
