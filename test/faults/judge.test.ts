import { type Invariant, invariants, judge, type Seen } from "../../local/faults/index.ts";

const nothingLeft = { quarantineObjects: 0, clones: [], rawSnapshots: [], lockHeld: false };
const good: Seen = {
  ending: "FAILED",
  hits: [],
  leftBehind: nothingLeft,
  strays: [],
  live: [{ service: "billing", run: "20261124t0200-1a2b", missing: [], proof: "proved" }],
  changedObjects: [],
  lockExpiresAt: undefined,
  now: 1_000,
  told: ["topic", "metric", "status"],
  next: { ending: "SUCCEEDED", how: "next night", leftBehind: nothingLeft },
};
const violated = (seen: Partial<Seen>): string[] => {
  const verdicts = judge({ ...good, ...seen });
  return (Object.keys(invariants) as Invariant[]).filter((name) => verdicts[name].length > 0);
};

describe("the invariants", () => {
  it("hold after an ending that left everything right", () => {
    expect(violated({})).toEqual([]);
  });

  it.each<[string, Invariant, Partial<Seen>]>([
    ["a canary outside of production", "unmasked", { hits: [{ place: "billing customers.email", where: "bucket test-data" }] }],
    ["an object in the quarantine", "left", { leftBehind: { ...nothingLeft, quarantineObjects: 1 } }],
    ["a clone", "left", { leftBehind: { ...nothingLeft, clones: ["refresh-clone-1"] } }],
    ["a raw snapshot", "left", { leftBehind: { ...nothingLeft, rawSnapshots: ["refresh-1-raw"] } }],
    ["a table that nobody names", "left", { strays: ["the table billing-events-1"] }],
    ["a pointer to a cluster that is gone", "live", { live: [{ service: "billing", run: "r", missing: ["a cluster"], proof: "proved" }] }],
    ["a pointer to a run without a proof", "live", { live: [{ service: "billing", run: "r", missing: [], proof: "none" }] }],
    ["live objects that changed", "live", { changedObjects: ["billing/one"] }],
    ["a lock that is held", "lock", { lockExpiresAt: 2_000 }],
    ["a failure that nobody was told of", "published", { told: [] }],
    ["a failure that only the execution's status tells", "published", { told: ["status"] }],
    ["a next night that fails", "next", { next: { ending: "FAILED", how: "next night", leftBehind: nothingLeft } }],
    [
      "a next night that leaves a clone",
      "next",
      { next: { ending: "SUCCEEDED", how: "resume", leftBehind: { ...nothingLeft, clones: ["c"] } } },
    ],
  ])("name %s", (_, invariant, seen) => {
    expect(violated(seen)).toEqual([invariant]);
  });

  it("let a lease that has run out, a stop that an alarm tells, and day 0 pass", () => {
    expect(violated({ lockExpiresAt: 1_000 })).toEqual([]);
    expect(violated({ ending: "ABORTED", told: ["status"] })).toEqual([]);
    expect(violated({ live: [{ service: "billing", run: "day-0", missing: [], proof: "day 0" }] })).toEqual([]);
  });
});
