/** CloudWatch's embedded metric format: metrics that a function prints as JSON. */

export interface MetricDatum {
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
  readonly Timestamp: Date;
  readonly Unit: string;
  readonly Values: readonly number[];
}

export interface MetricBatch {
  readonly namespace: string;
  readonly data: readonly MetricDatum[];
}

/**
 * The metrics in a log line; none when it is no such line. A metric counts once for each of its sets of dimensions.
 *
 * @example
 * readEmf('{"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":"Refresh","Dimensions":[["service"]],"Metrics":[{"Name":"rows","Unit":"Count"}]}]},"service":"ledger","rows":3}');
 */
export function readEmf(line: string): readonly MetricBatch[] {
  if (!line.startsWith("{") || !line.includes('"CloudWatchMetrics"')) return [];
  let root: unknown;
  try {
    root = JSON.parse(line);
  } catch {
    return [];
  }
  if (!isObject(root) || !isObject(root._aws) || !Array.isArray(root._aws.CloudWatchMetrics)) return [];
  const values = root;
  const milliseconds = Number(root._aws.Timestamp);
  const timestamp = new Date(Number.isFinite(milliseconds) ? milliseconds : Date.now());
  return root._aws.CloudWatchMetrics.filter(isObject).flatMap((directive) => {
    const namespace = directive.Namespace;
    if (typeof namespace !== "string" || namespace === "") return [];
    const data = list(directive.Metrics).flatMap((metric) =>
      metricData(metric, dimensionSets(directive.Dimensions, values), values, timestamp),
    );
    return data.length === 0 ? [] : [{ namespace, data }];
  });
}

function metricData(
  metric: unknown,
  dimensions: readonly MetricDatum["Dimensions"][],
  values: Readonly<Record<string, unknown>>,
  timestamp: Date,
): MetricDatum[] {
  if (!isObject(metric) || typeof metric.Name !== "string") return [];
  const name = metric.Name;
  const found = values[name];
  const numbers = (Array.isArray(found) ? found : [found]).filter(
    (value): value is number => typeof value === "number" && Number.isFinite(value),
  );
  if (numbers.length === 0) return [];
  const unit = typeof metric.Unit === "string" ? metric.Unit : "None";
  return dimensions.map((set) => ({ MetricName: name, Dimensions: set, Timestamp: timestamp, Unit: unit, Values: numbers }));
}

function dimensionSets(sets: unknown, values: Readonly<Record<string, unknown>>): readonly MetricDatum["Dimensions"][] {
  const found = list(sets).map((set) =>
    list(set)
      .filter((name): name is string => typeof name === "string" && values[name] !== undefined)
      .map((name) => ({ Name: name, Value: String(values[name]) })),
  );
  return found.length === 0 ? [[]] : found;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
