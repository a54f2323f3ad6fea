import { innermostCause } from "../../local/refresh/follow.ts";
import { RefreshReport, textReport } from "../../local/refresh/report/index.ts";

const night = {
  night: 1,
  status: "SUCCEEDED" as const,
  runId: "20261124t0200-1a2b",
  execution: "arn:aws:states:us-west-2:222222222222:execution:test-daily-refresh:one",
  seconds: 41.2,
  stages: [{ name: "Sync S3", status: "SUCCEEDED" as const, seconds: 5.1, steps: [{ name: "List production", seconds: 1 }] }],
  failure: null,
  services: [
    {
      name: "billing",
      status: "degraded" as const,
      reasons: [],
      s3: { objects: 117, copied: 41, masked: 74, dropped: 2, bytes: 9_000_000 },
      dynamodb: { tables: 2, items: 4_000 },
      aurora: { tables: 2, rows: 10_000 },
      live: {
        run: "20261124t0200-1a2b",
        endpoint: "127.0.0.1",
        port: 5433,
        schema: "billing",
        tables: { "billing-accounts": "billing-accounts-20261124t0200-1a2b" },
        bucket: "b",
        prefix: "billing/",
      },
      undeclared: Array.from({ length: 15 }, (_, i) => ({
        store: "aurora",
        place: `customers.notes${i}`,
        action: "redact",
        why: "no rule",
        ...(i === 0 ? { suggestion: '"accounts.fax": "{{format}}" (its name says phone number)' } : {}),
      })),
    },
  ],
  tests: { passed: 30, failed: 0, failures: [] },
  proof: { key: "runs/20261124t0200-1a2b/proof.json", values: 10, scanned: 20, found: 0 },
  warnings: [{ rule: "emial", problem: "no column, attribute or member has this name; the nearest is email" }],
  asOf: "2026-11-24T02:00:00.000Z",
  objectsAsOf: "current" as const,
  leftBehind: { quarantineObjects: 0, clones: [], rawSnapshots: [], lockHeld: false },
};
const report = {
  schemaVersion: 1 as const,
  ...night,
  nights: [night],
  leaks: { values: 100, scanned: 2_000, found: 0, places: [] },
  production: { objects: 351, items: 12_000, rows: 30_000 },
  timing: { total: 60, start: 3, seed: 10, nights: 41.2, leakCheck: 5 },
};

describe("the report", () => {
  it("has the shape that other programs rely on", () => {
    const parsed = RefreshReport.parse(JSON.parse(JSON.stringify(report)));
    expect(parsed).toMatchObject({
      schemaVersion: 1,
      status: "SUCCEEDED",
      runId: "20261124t0200-1a2b",
      stages: [{ name: "Sync S3", status: "SUCCEEDED", seconds: 5.1 }],
      services: [{ name: "billing", status: "degraded" }],
      tests: { passed: 30, failed: 0 },
      leaks: { scanned: 2_000, found: 0 },
    });
  });

  it("tells people what was done, where the data is, and what nobody declared", () => {
    const text = textReport(report);
    expect(text).toContain("Refresh 20261124t0200-1a2b SUCCEEDED: 1 services switched, 1 of them degraded");
    expect(text).toContain("117 objects: 74 masked, 41 copied as harmless, 2 dropped");
    expect(text).toContain("and 3 more, all in --json");
    expect(text).toContain('perhaps "accounts.fax": "{{format}}" (its name says phone number)');
    expect(text).toContain('Rules that are for nothing\n  "emial": no column, attribute or member has this name; the nearest is email');
    expect(text).toContain("nothing: quarantine empty, no clone, no raw snapshot, lock free");
  });

  it("says which calls the roles' policies denied", () => {
    const line = "Access denied: role may not s3:GetObject on x";
    const text = textReport({ ...report, access: { enforced: true, allowed: 8_829, denied: [line] } });
    expect(text).toContain("Permissions         8,829 permissions used under the roles' own policies, 1 denied");
    expect(text).toContain(`  ✖ ${line}`);
    expect(textReport({ ...report, access: { enforced: false, allowed: 0, denied: [] } })).toContain("not enforced");
  });

  it("says at which state a run failed and why, and what is left", () => {
    const failed = {
      ...report,
      status: "FAILED" as const,
      failure: {
        stage: "Refresh Aurora",
        state: "Prove the clone",
        error: "Masking.LeakFound",
        cause: "3 values were found.",
        published: true,
      },
      leftBehind: { quarantineObjects: 2, clones: ["refresh-clone-x"], rawSnapshots: [], lockHeld: true },
    };
    const text = textReport(failed);
    expect(text).toContain(
      'Failed at stage "Refresh Aurora", in its state "Prove the clone"\n  Masking.LeakFound: 3 values were found.\n  The failure was published.',
    );
    expect(text).toContain("2 objects in the quarantine, clone refresh-clone-x, the lock");
  });

  it("takes the sentence out of the JSON in which Step Functions and Lambda wrap it", () => {
    const lambda = JSON.stringify({ errorType: "Masking.LeakFound", errorMessage: "3 values were found.", trace: [] });
    expect(innermostCause(JSON.stringify({ Status: "FAILED", Cause: lambda }))).toBe("3 values were found.");
    expect(innermostCause("just words")).toBe("just words");
  });
});
