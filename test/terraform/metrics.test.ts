import { readdirSync } from "node:fs";
import path from "node:path";
import { functionMetrics, workflowMetrics } from "../../handlers/shared/metric-names.ts";
import { publishCounts } from "../../handlers/shared/metrics.ts";
import { read, root, workflowFile } from "./support/files.ts";
import { stackHcl } from "./support/parsed.ts";
import { printedBy } from "./support/printed.ts";
import { alarmed, filters, graphed, searched, type Use, watching } from "./support/watching.ts";

/** What each publisher adds to Environment. */
const more: Record<string, readonly string[]> = {
  DriftBySeverity: ["Severity", "service"],
  DriftByService: ["AwsService", "Severity", "service"],
};
const published: readonly Use[] = [
  ...Object.keys(workflowMetrics).map((metric) => ({ metric, dimensions: [] })),
  ...Object.keys(functionMetrics).map((metric) => ({ metric, dimensions: more[metric] ?? ["service"] })),
  ...filters.map(({ metric, dimensions }) => ({ metric, dimensions: Object.keys(dimensions).filter((name) => name !== "Environment") })),
];
const used = [...alarmed, ...graphed, ...searched];
const text = ({ metric, dimensions }: Use): string => [metric, ...[...dimensions].sort()].join(" by ");
const names = (uses: readonly Use[]): string[] => [...new Set(uses.map(text))].sort();

const handlerSources = readdirSync(path.join(root, "handlers"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => [file, read(`handlers/${file}`)] as const);

describe("the refresh's own metrics", () => {
  it("that alarms and dashboards name are published, with these dimensions", () => {
    expect(names(used).filter((one) => !names(published).includes(one))).toEqual([]);
  });

  it("are all shown or watched", () => {
    expect(names(published).filter((one) => !names(used).includes(one))).toEqual([]);
  });

  it("of the state machine are those that its definition publishes, in their units", () => {
    const asl = read(workflowFile("daily-refresh", "asl.json"));
    const data = [...asl.matchAll(/"MetricName": "(\w+)",\s+"Value(?:\.\$)?": [^\n]+\s+"Unit": "(\w+)"/g)].map(([, name, unit]) => [
      name,
      unit,
    ]);
    expect(data.length).toBe([...asl.matchAll(/"MetricName"/g)].length);
    expect(Object.fromEntries(data)).toEqual(workflowMetrics);
  });

  it("of the functions are published by handlers, and by nothing but publishCounts and publishMetrics", () => {
    const calls = handlerSources.flatMap(([, source]) =>
      [...source.matchAll(/publish(?:Counts|Metrics)\(([^;]+);/g)].map(([, given]) => given ?? ""),
    );
    const given = calls.flatMap((call) => Object.keys(functionMetrics).filter((name) => new RegExp(`\\b${name}\\b`).test(call)));
    expect([...new Set(given)].sort()).toEqual(Object.keys(functionMetrics).sort());
    const others = handlerSources.filter(([, source]) => /new Metrics\(|PutMetricDataCommand/.test(source)).map(([file]) => file);
    expect(others).toEqual([path.join("shared", "metrics.ts")]);
  });

  it("of the functions have the dimension that Terraform names", async () => {
    const [line] = (await printedBy(() => publishCounts("test", { LeaksFound: 0 }))) as {
      _aws: { CloudWatchMetrics: { Dimensions: string[][] }[] };
    }[];
    expect([...(line?._aws.CloudWatchMetrics[0]?.Dimensions[0] ?? [])].sort()).toEqual(["Environment", "service"]);
    expect(line).toMatchObject({ Environment: "test", service: (await stackHcl()).locals.get("metrics_service"), LeaksFound: 0 });
  });
});

describe("the metrics of AWS", () => {
  it("are in AWS's namespaces", async () => {
    const { refresh, ...others } = (await stackHcl()).map("namespaces");
    expect(refresh).toBe("${var.metrics_namespace}");
    for (const namespace of Object.values(others)) expect(namespace).toMatch(/^AWS\//);
  });
});

describe("the reader of the section", () => {
  it("overlooks no metric of the refresh", () => {
    const said = (pattern: RegExp): number => [...watching.matchAll(pattern)].length;
    expect(graphed.length).toBe(said(/\[local\.namespaces\.refresh,/g));
    expect(searched.length).toBe(said(/namespaces\.refresh\}\\",/g));
    expect(alarmed.length).toBe(said(/= local\.(?:refresh|function)_dimensions/g));
    expect(filters.length).toBe(said(/where = "/g) + said(/pattern +?= "\{ \$\./g));
    expect(said(/namespaces\.refresh/g)).toBe(graphed.length + searched.length + said(/namespace +?= local\.namespaces\.refresh/g));
  });
});
