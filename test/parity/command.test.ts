/** `npm run parity`: its command line and its report as text. What it runs is tested in test/handlers/parity-validation. */
import { parseExpectations } from "../../handlers/parity-validation/expectations.ts";
import type { Finding } from "../../handlers/parity-validation/finding.ts";
import { createReport } from "../../handlers/parity-validation/report/index.ts";
import { main } from "../../local/cli/parity.ts";
import { drifts, expectedAccount, textReport, validatorEnvironment } from "../../local/parity/index.ts";

describe("the command line", () => {
  let said: string;
  beforeEach(() => {
    said = "";
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, "write").mockImplementation((text) => {
        said += String(text);
        return true;
      });
    }
  });
  afterEach(() => jest.restoreAllMocks());

  it.each([
    [["--services", "0"], /The number of services must be a whole number from 1 to 500\./],
    [["--break", "-1"], /unknown option|The number of drifts must be/],
    [["--remediation", "delete"], /Allowed choices are off, report, repair/],
    [["--fail", "terrible"], /Allowed choices are critical, high, medium, low/],
    [["--brake"], /Did you mean --break/],
    [["--services", "2", "--break"], /--break needs the services billing, ledger and auth/],
    [["--json", "/nowhere/at/all/report.json"], /\/nowhere\/at\/all/],
  ])("refuses %j with a sentence and 2", async (args, sentence) => {
    expect(await main(args)).toBe(2);
    expect(said).toMatch(sentence);
  });

  it("helps with 0", async () => {
    expect(await main(["--help"])).toBe(0);
    expect(said).toContain("npm run parity -- --break 10 --remediation repair");
  });
});

describe("the report as text", () => {
  const found: Finding = {
    problem: "changed",
    service: "s3",
    kind: "bucket",
    resource: "test-data",
    field: "versioning",
    expected: "Enabled",
    actual: "Suspended",
    severity: "high",
    repair: "Apply Terraform.",
  };
  const input = {
    validation: "20261124t020000-0123abcd",
    environment: "test",
    account: "222222222222",
    region: "us-west-2",
    startedAt: "2026-11-24T02:00:00Z",
    finishedAt: "2026-11-24T02:01:00Z",
    compared: { resources: 68, fields: 407 },
    threshold: 20,
    remediation: "repair",
  } as const;

  it("says what is clean in two lines", () => {
    const report = createReport({ ...input, findings: [], repairs: [] });
    expect(textReport(report)).toBe("Parity of test: 68 resources, 407 fields compared.\nNo drift.\n");
  });

  it("shows each finding with both sides and the way out, and each repair with before and after", () => {
    const report = createReport({
      ...input,
      heldBack: "Nothing more was repaired.",
      findings: [found, { ...found, field: "tags.a", severity: "low" }],
      repairs: [
        { kind: "bucket", resource: "test-data", field: "tags", outcome: "repaired", before: "tags.a: (none)", after: "as expected" },
      ],
    });
    expect(textReport(report).split("\n")).toEqual([
      "Parity of test: 68 resources, 407 fields compared.",
      "2 findings: 1 high, 1 low.",
      "",
      "high     bucket test-data versioning: changed",
      "         expected Enabled",
      "         there    Suspended",
      "         Apply Terraform.",
      "",
      "low      bucket test-data tags.a: changed",
      "         expected Enabled",
      "         there    Suspended",
      "         Repaired.",
      "",
      "Repairs:",
      "repaired    bucket test-data tags: tags.a: (none) → as expected",
      "",
      "Nothing more was repaired.",
      "",
    ]);
  });
});

describe("the local account", () => {
  it("is expected as Terraform would render it, at 234 services too", () => {
    const services = Array.from({ length: 234 }, (_, i) => `service-${i + 1}`);
    const environment = validatorEnvironment();
    const expected = expectedAccount({
      services,
      environment,
      runtime: "nodejs22.x",
      keyArn: (alias) => `key/${alias}`,
      groupId: (name) => name,
      validatorPolicy: "{}",
      definition: () => "{}",
    });
    expect(parseExpectations(JSON.stringify(expected))).toEqual(expected);
    expect(Object.keys(expected.resources.table ?? {})).toHaveLength(2 * 234 + 1);
    // Terraform writes it as one object, the function reads it whole.
    expect(JSON.stringify(expected).length).toBeLessThan(2_000_000);
  });

  it("has drifts whose places are all expected, or really unexpected", () => {
    const expected = expectedAccount({
      services: ["billing", "ledger", "auth"],
      environment: validatorEnvironment(),
      runtime: "nodejs22.x",
      keyArn: (alias) => alias,
      groupId: (name) => name,
      validatorPolicy: "{}",
      definition: () => "{}",
    });
    for (const { name, finding } of drifts) {
      const isExpected = Object.hasOwn(expected.resources[finding.kind] ?? {}, finding.resource);
      expect({ name, isExpected }).toEqual({ name, isExpected: finding.problem !== "unexpected" });
    }
  });
});
