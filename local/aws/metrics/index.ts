/** Embedded metric lines of functions become CloudWatch metrics. */
export { type MetricBatch, type MetricDatum, readEmf } from "./emf.ts";
export { createMetricPublisher, type MetricPublisher } from "./publisher.ts";
