/** What the section "Watching" of tap_stack.tf says of metrics, read from its text: filters, alarms, rows of graphs, searches. */
import { read } from "./files.ts";

/** The section. */
export const watching = /^# Watching\n([\s\S]*?)^# Expectations\n/m.exec(read("terraform/tap_stack.tf"))?.[1] ?? "";

/** A metric filter of one function's log, or of each one's. */
export interface Filter {
  /** The folder of its handler; undefined: every one's. */
  readonly handler?: string;
  readonly metric: string;
  readonly pattern: string;
  readonly value: string;
  /** Selectors by dimension. */
  readonly dimensions: Readonly<Record<string, string>>;
}

const filters_ = watching.slice(watching.indexOf("log_filters = "), watching.indexOf("resource "));
const plain = (text: string): string => text.replaceAll('\\"', '"');
const pairs = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/(\w+) = "([^"]+)"/g)].map(([, name = "", value = ""]) => [name, value]));

/** The filters. */
export const filters: readonly Filter[] = [
  ...[...filters_.matchAll(/pattern +?= "((?:[^"\\]|\\.)+)"\n +metric +?= "(\w+)"\n +value +?= "([^"]+)"\n +dimensions = \{(.+)\}/g)].map(
    ([, pattern = "", metric = "", value = "", dimensions = ""]) => ({
      metric,
      pattern: plain(pattern),
      value,
      dimensions: pairs(dimensions),
    }),
  ),
  ...[...filters_.matchAll(/\{ handler = "([\w-]+)", metric = "(\w+)", value = "([^"]+)", where = "((?:[^"\\]|\\.)+)" \}/g)].map(
    ([, handler = "", metric = "", value = "", where = ""]) => ({
      handler,
      metric,
      pattern: `{ ${plain(where)} }`,
      value,
      dimensions: pairs(/metric +?= filter\.metric\n.*\n +dimensions = \{(.+)\}/.exec(filters_)?.[1] ?? ""),
    }),
  ),
];

/** A metric of the refresh that an alarm or a graph names, with the dimensions that it gives beside Environment. */
export interface Use {
  readonly metric: string;
  readonly dimensions: readonly string[];
}

const beside = { refresh: [], functions: ["service"], function: ["service"] } as const;
const usesBy = (pattern: RegExp): Use[] =>
  [...watching.matchAll(pattern)].map(([, metric = "", whose = "refresh"]) => ({
    metric,
    dimensions: beside[whose as keyof typeof beside],
  }));

/** Alarms on the refresh's own metrics. */
export const alarmed = usesBy(/\n +metric +?= "(\w+)"\n +dimensions +?= local\.(refresh|function)_dimensions\n/g);
/** Rows of graphs of the refresh's own metrics. */
export const graphed = usesBy(/concat\(\[local\.namespaces\.refresh, "(\w+)"\], local\.of_(refresh|functions)\b/g);
/** Searches for them. */
export const searched: readonly Use[] = [
  ...watching.matchAll(/SEARCH\('\{\\"\$\{local\.namespaces\.refresh\}\\",([\w,]+)\} MetricName=\\"(\w+)\\"/g),
].map(([, dimensions = "", metric = ""]) => ({ metric, dimensions: dimensions.split(",").filter((name) => name !== "Environment") }));
