/** What is compared, in which order, from where on; the expectations; the page. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { subjectOfArn } from "../../../handlers/parity-validation/check-tagged.ts";
import { parityValidationOperations } from "../../../handlers/parity-validation/contract.ts";
import { kindSchemas, parseExpectations } from "../../../handlers/parity-validation/expectations.ts";
import type { Finding } from "../../../handlers/parity-validation/finding.ts";
import { kindNames } from "../../../handlers/parity-validation/kinds/index.ts";
import { cursorOf, planOf, positionOf, validationOf } from "../../../handlers/parity-validation/plan.ts";
import { createReport, driftPage, reportKey } from "../../../handlers/parity-validation/report/index.ts";
import { severityOf } from "../../../handlers/parity-validation/severities.ts";

const example = readFileSync(path.join(path.dirname(fileURLToPath(import.meta.url)), "example.json"), "utf8");

describe("the expectations", () => {
  it("have an example with every kind and every field", () => {
    const { resources } = parseExpectations(example);
    for (const [kind, schema] of Object.entries(kindSchemas)) {
      const examples = Object.values((resources as Record<string, Record<string, object>>)[kind] ?? {});
      const stated = new Set(examples.flatMap((one) => Object.keys(one)));
      expect({ kind, examples: examples.length > 0, fields: [...stated].sort() }).toEqual({
        kind,
        examples: true,
        fields: Object.keys(schema.shape).sort(),
      });
    }
  });

  it("say where they do not fit, and show no value", () => {
    const wrong = JSON.stringify({
      schemaVersion: 1,
      environment: "test",
      account: "222222222222",
      region: "us-west-2",
      resources: { bucket: { a: { versioning: "secret-value", lifecycel: [] } } },
    });
    expect(() => parseExpectations(wrong)).toThrow(
      /resources\.bucket\.a\.versioning.*resources\.bucket\.a: unrecognized_keys \(lifecycel\)/,
    );
    expect(() => parseExpectations(wrong)).not.toThrow(/secret-value/);
    expect(() => parseExpectations("{")).toThrow(/are not JSON/);
  });

  it("may leave out everything that a resource does not state", () => {
    const empty = Object.fromEntries(
      Object.entries(kindSchemas).map(([kind, schema]) => [
        kind,
        { a: Object.fromEntries(Object.keys(schema.shape).map((field) => [field, null])) },
      ]),
    );
    expect(() => parseExpectations(JSON.stringify({ ...JSON.parse(example), resources: empty }))).not.toThrow();
  });
});

describe("the plan", () => {
  const expected = parseExpectations(example);

  it("has every expected resource once, keys first, and tonight's behind day 0's", () => {
    const chapters = planOf(expected, [{ kind: "table", name: "billing-accounts-20261124t0200-1a2b", standsFor: "billing-accounts" }]);
    expect(chapters.map(({ kind }) => kind)).toEqual(kindNames);
    const all = chapters.flatMap(({ subjects }) => subjects);
    const count = Object.values(expected.resources).reduce((sum, record) => sum + Object.keys(record ?? {}).length, 0);
    expect(all).toHaveLength(count + 1);
    expect(chapters.find(({ kind }) => kind === "table")?.subjects.at(-1)).toMatchObject({ standsFor: "billing-accounts" });
  });

  it("is continued from a cursor, which fits the contract, and from no other text", () => {
    const position = fc.record({ part: fc.nat(9_999), kind: fc.constantFrom(...kindNames), index: fc.nat(999_999_999) });
    fc.assert(
      fc.property(position, fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }), (where, now) => {
        const at = { validation: validationOf(now.getTime(), "0123abcd"), ...where };
        const cursor = cursorOf(at);
        expect(positionOf(cursor, "0123abcd")).toEqual(at);
        expect(positionOf(cursor, "ffffffff")).toBeUndefined();
        expect(parityValidationOperations.validate.input.safeParse({ environment: "test", cursor }).success).toBe(true);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => expect(positionOf(text, "0123abcd")).toBeUndefined()));
  });

  it("rates every field of every kind", () => {
    for (const kind of kindNames) {
      for (const field of [...Object.keys(kindSchemas[kind].shape), "missing", "unexpected"])
        expect(severityOf(kind, field)).toMatch(/^(critical|high|medium|low)$/);
    }
    expect([severityOf("bucket", "publicAccessBlock"), severityOf("bucket", "tags"), severityOf("machine", "logsExecutionData")]).toEqual([
      "critical",
      "low",
      "critical",
    ]);
  });

  it.each([
    ["arn:aws:s3:::test-data-222222222222", { kind: "bucket", name: "test-data-222222222222" }],
    ["arn:aws:dynamodb:us-west-2:222222222222:table/billing-accounts", { kind: "table", name: "billing-accounts" }],
    ["arn:aws:ssm:us-west-2:222222222222:parameter/test/billing/data", { kind: "parameter", name: "/test/billing/data" }],
    ["arn:aws:logs:us-west-2:222222222222:log-group:/aws/lambda/a:*", { kind: "logGroup", name: "/aws/lambda/a" }],
    ["arn:aws:sqs:us-west-2:222222222222:test-billing-data", { kind: "queue", name: "test-billing-data" }],
    ["arn:aws:sns:us-west-2:222222222222:test-service-data", { kind: "topic", name: "test-service-data" }],
    ["arn:aws:ec2:us-west-2:222222222222:subnet/subnet-1", undefined],
  ])("knows %s by its ARN", (arn, subject) => {
    expect(subjectOfArn(arn)).toEqual(subject);
  });
});

describe("the report", () => {
  const found: Finding = {
    problem: "changed",
    service: "s3",
    kind: "bucket",
    resource: `<img src="x">&`,
    field: "tags.a",
    expected: "<b>",
    actual: '"',
    severity: "low",
    repair: "by hand",
  };
  const report = createReport({
    validation: "20261124t020000-0123abcd",
    environment: "test",
    account: "222222222222",
    region: "us-west-2",
    startedAt: "2026-11-24T02:00:00Z",
    finishedAt: "2026-11-24T02:01:00Z",
    compared: { resources: 1, fields: 2 },
    threshold: 20,
    remediation: "repair",
    findings: [found, { ...found, severity: "critical", field: "policy" }],
    repairs: [{ kind: "bucket", resource: found.resource, field: "tags", outcome: "repaired", before: "a", after: "as expected" }],
  });

  it("shows texts as texts", () => {
    const page = driftPage(report);
    expect(page).not.toMatch(/<img|<b>/);
    expect(page).toContain("&lt;img src=&quot;x&quot;&gt;&amp;");
  });

  it("has the worst first, counts, and knows what a repair has ended", () => {
    expect(report).toMatchObject({ drift: 2, bySeverity: { critical: 1, high: 0, medium: 0, low: 1 }, byService: { s3: 2 } });
    expect(report.findings.map(({ severity }) => severity)).toEqual(["critical", "low"]);
    expect(driftPage(report).match(/Repaired, see below/g)).toHaveLength(1);
  });

  it("lies below its day", () => {
    expect(reportKey({ prefix: "parity/" }, report.validation)).toBe("parity/2026-11-24/20261124t020000-0123abcd.json");
  });
});
