/**
 * The metrics of the refresh and their units. Workflows and functions publish no others, and Terraform's alarms and dashboards
 * know no others beside AWS's own and those that its filters make of the logs: test/terraform/metrics.test.ts compares them.
 */

/** A unit as CloudWatch names it. */
export type MetricUnitName = "Count" | "Seconds";

/** Of `daily-refresh`, once a night, by Environment. */
export const workflowMetrics = {
  RefreshSucceeded: "Count",
  RefreshFailed: "Count",
  Services: "Count",
  /** Services that keep yesterday's data. */
  ServicesHeld: "Count",
  /** Services with data that no rule declares, made safe. */
  ServicesDegraded: "Count",
  Objects: "Count",
  Items: "Count",
  Rows: "Count",
  TestsPassed: "Count",
  Duration: "Seconds",
  /** How old the data was when the services were switched to it. */
  GenerationAge: "Seconds",
} as const satisfies Record<string, MetricUnitName>;

/** Of the functions, by Environment and `service`, which is always `refresh`; drift also by what its name says. */
export const functionMetrics = {
  ObjectsCopied: "Count",
  ObjectsMasked: "Count",
  ObjectsDropped: "Count",
  ItemsMasked: "Count",
  /** Services held back when the proof was made, also where the run failed afterwards. */
  ServicesHeld: "Count",
  /** Values of production that a proof has found in the output. */
  LeaksFound: "Count",
  /** What is left of a validation's findings after its repairs. */
  Drift: "Count",
  /** By Severity too. */
  DriftBySeverity: "Count",
  /** By AwsService (IAM's prefix) and Severity too, where there are any. */
  DriftByService: "Count",
  /** What was repaired and verified. */
  DriftRepaired: "Count",
} as const satisfies Record<string, MetricUnitName>;

/** The name of a metric of `daily-refresh`. */
export type WorkflowMetric = keyof typeof workflowMetrics;
/** The name of a metric of the functions. */
export type FunctionMetric = keyof typeof functionMetrics;
