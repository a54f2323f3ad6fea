import { allFaults, type FaultResult, FaultsReport, faultsReport, judge, markdownReport } from "../../local/faults/index.ts";

const nothingLeft = { quarantineObjects: 0, clones: [], rawSnapshots: [], lockHeld: false };
const verdicts = judge({
  ending: "FAILED",
  hits: [{ place: "billing customers.email", where: "bucket test-staging" }],
  leftBehind: { ...nothingLeft, clones: ["refresh-clone-1"] },
  strays: [],
  live: [],
  changedObjects: [],
  lockExpiresAt: undefined,
  now: 0,
  told: ["topic"],
});
const [first, second, third] = allFaults().filter(({ place }) => place === "Copy batch");
const results = [
  { fault: first, outcome: "held", ending: "FAILED at Copy batch: Fault.Injected", next: "next night", seconds: 20 },
  { fault: second, outcome: "violated", ending: "FAILED at Copy batch: States.Timeout", verdicts, seconds: 21 },
  { fault: third, outcome: "not reached", why: "no path leads there", seconds: 0 },
] as FaultResult[];
const report = faultsReport(results, { seed: 7, listed: 100, chosen: 3 });

describe("the report of faults", () => {
  it("is JSON of its own schema", () => {
    expect(FaultsReport.parse(JSON.parse(JSON.stringify(report)))).toMatchObject({ held: 1, violated: 1, notReached: 1 });
  });

  it("is a table of places and ways, with the invariants that did not hold", () => {
    const page = markdownReport(report);
    expect(page).toContain("3 of 100 faults, seed 7: 1 held, 1 violated, 1 not reached.");
    expect(page).toContain("|  | error | stopped | timeout |");
    expect(page).toContain("| Copy batch | ✓ | – | ✗ no unmasked copy, nothing left behind |");
    expect(page).toContain("no unmasked copy: billing customers.email in bucket test-staging");
    expect(page).toContain("nothing left behind: the clone refresh-clone-1");
  });
});
