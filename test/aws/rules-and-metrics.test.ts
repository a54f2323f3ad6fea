/** Small rules of services: Parameter Store's values, embedded metrics, and the order in which everything ends. */
import { Closing } from "../../local/aws/closing.ts";
import { readEmf } from "../../local/aws/metrics/index.ts";
import { checkPutParameter } from "../../local/aws/ssm/index.ts";

describe("a parameter's value", () => {
  const check = (parameters: Record<string, unknown>) => () => checkPutParameter({ parameters });

  it.each([
    ["references", { Value: "test+{{hash}}@example.com" }, "can't nest another parameter"],
    ["a closing brace pair alone", { Value: "a}}" }, "can't nest another parameter"],
    ["more than 4,096 characters", { Value: "x".repeat(4097) }, "maximum parameter value of 4096 characters"],
    ["more than 8,192 characters", { Value: "x".repeat(8193), Tier: "Advanced" }, "maximum parameter value of 8192 characters"],
  ])("with %s is refused", (_, parameters, why) => {
    expect(check(parameters)).toThrow(expect.objectContaining({ code: "ValidationException", message: expect.stringContaining(why) }));
  });

  it.each([
    [{ Value: '{"a":{"b":1} }' }],
    [{ Value: '"\\u007b\\u007bhash\\u007d\\u007d"' }],
    [{ Value: "x".repeat(4097), Tier: "Advanced" }],
    [{ Value: "x".repeat(4097), Tier: "Intelligent-Tiering" }],
  ])("is accepted", (parameters) => {
    expect(check(parameters)).not.toThrow();
  });
});

describe("an embedded metric line", () => {
  const line = (
    more: object,
    metrics: object[] = [{ Name: "rows", Unit: "Count" }],
    dimensions: string[][] = [["service"], ["service", "store"]],
  ): string =>
    JSON.stringify({
      _aws: { Timestamp: 1_764_000_000_000, CloudWatchMetrics: [{ Namespace: "Refresh", Dimensions: dimensions, Metrics: metrics }] },
      service: "ledger",
      store: "s3",
      ...more,
    });

  it("is one datum for each set of dimensions", () => {
    expect(readEmf(line({ rows: 3 }))).toEqual([
      {
        namespace: "Refresh",
        data: [
          {
            MetricName: "rows",
            Unit: "Count",
            Timestamp: new Date(1_764_000_000_000),
            Values: [3],
            Dimensions: [{ Name: "service", Value: "ledger" }],
          },
          {
            MetricName: "rows",
            Unit: "Count",
            Timestamp: new Date(1_764_000_000_000),
            Values: [3],
            Dimensions: [
              { Name: "service", Value: "ledger" },
              { Name: "store", Value: "s3" },
            ],
          },
        ],
      },
    ]);
  });

  it("may hold several values, and needs no dimensions and no unit", () => {
    const [batch] = readEmf(line({ rows: [1, 2, "x"] }, [{ Name: "rows" }], []));
    expect(batch?.data).toMatchObject([{ Values: [1, 2], Unit: "None", Dimensions: [] }]);
  });

  it.each([["plain text"], ["{"], ['{"message":"CloudWatchMetrics"}'], ['{"_aws":{"CloudWatchMetrics":1}}'], [line({})]])(
    "is none: %s",
    (text) => {
      expect(readEmf(text)).toEqual([]);
    },
  );
});

describe("closing", () => {
  it("ends what began last first, goes on after a failure, and runs once", async () => {
    const seen: string[] = [];
    const closing = new Closing((text) => seen.push(text));
    closing.add("first", () => seen.push("first"));
    closing.add("second", () => Promise.reject(new Error("no")));
    closing.add("third", async () => seen.push("third"));
    await Promise.all([closing.close(), closing.close()]);
    expect(seen).toEqual(["third", "second did not end well: no", "first"]);
  });
});
