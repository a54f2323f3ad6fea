import * as fc from "fast-check";
import { decideLeftovers, type Situation } from "../../../handlers/masking/operations/leftovers/decide-leftovers.ts";
import type { Generation, RunStatus } from "../../../handlers/shared/control/index.ts";
import type { Pointer } from "../../../handlers/shared/reports.ts";
import { pointerAt } from "../shared/fakes/memory-services.ts";

const run = (n: number): string => `202611${String(n).padStart(2, "0")}t0200-${n.toString(16).padStart(4, "0")}`;
const tables = (n: number): string[] => [`billing-accounts-${run(n)}`, `auth-accounts-${run(n)}`];
const generation = (n: number, status: Generation["status"] = "live", cleaned = true): Generation => ({
  runId: run(n),
  status,
  startedAt: `2026-11-${String(n).padStart(2, "0")}T02:00:00Z`,
  cluster: `test-${run(n)}`,
  tables: tables(n),
  cleaned,
});
const at = (n: number, service: string): Pointer =>
  n === 0
    ? pointerAt("day-0", service, { [`${service}-accounts`]: `${service}-accounts` })
    : pointerAt(run(n), service, { [`${service}-accounts`]: `${service}-accounts-${run(n)}` });
const situation = (over: Partial<Situation>): Situation => ({
  environment: "test",
  runId: "",
  working: undefined,
  generations: [],
  statuses: new Map(),
  pointers: new Map(),
  previous: new Map(),
  ...over,
});

describe("what a clean-up takes away", () => {
  it("is, after a success, what only tonight's work needed, and generations older than the last two", () => {
    const left = decideLeftovers(
      situation({
        runId: run(3),
        generations: [generation(1), generation(2), generation(3, "live", false)],
        statuses: new Map([[run(3), "live"]]),
        pointers: new Map([
          ["billing", at(3, "billing")],
          ["auth", at(3, "auth")],
        ]),
        previous: new Map([
          [
            run(3),
            new Map([
              ["billing", at(2, "billing")],
              ["auth", at(2, "auth")],
            ]),
          ],
        ]),
      }),
    );
    expect(left.rollBack).toBe(false);
    expect(left.clusters.map(({ cluster }) => cluster)).toEqual([`refresh-clone-${run(3)}`, `test-${run(1)}`]);
    expect(left.snapshots).toEqual([`refresh-${run(3)}-raw`, `refresh-${run(3)}-masked`, `refresh-${run(1)}-data`]);
    expect(left.productionSnapshots).toEqual([`refresh-${run(3)}`, `refresh-${run(3)}-source`]);
    expect(left.tables).toEqual(tables(1));
  });

  it("spares a week-old generation that a held service still uses, and the one that it came from last night", () => {
    const base = {
      runId: run(9),
      generations: [generation(1), generation(2), generation(3), generation(8), generation(9, "live", false)],
      statuses: new Map<string, RunStatus>([[run(9), "live"]]),
    };
    const held = decideLeftovers(
      situation({
        ...base,
        pointers: new Map([
          ["billing", at(9, "billing")],
          ["auth", at(1, "auth")],
        ]),
      }),
    );
    expect(held.deleted).toEqual([run(2), run(3)]);
    const previous = new Map([[run(9), new Map([["auth", at(1, "auth")]])]]);
    const switched = decideLeftovers(situation({ ...base, pointers: new Map([["auth", at(9, "auth")]]), previous }));
    expect(switched.deleted).toEqual([run(2), run(3)]);
  });

  it("is, after a failure before the switch, also tonight's cluster and tables", () => {
    const left = decideLeftovers(
      situation({
        runId: run(2),
        generations: [generation(1), generation(2, "staged", false)],
        statuses: new Map([[run(2), "failed"]]),
        pointers: new Map([["billing", at(1, "billing")]]),
      }),
    );
    expect(left).toMatchObject({ rollBack: false, deleted: [run(2)], tables: tables(2) });
    expect(left.clusters.map(({ cluster }) => cluster)).toEqual([`refresh-clone-${run(2)}`, `test-${run(2)}`]);
    expect(left.snapshots).toContain(`refresh-${run(2)}-data`);
  });

  it("is, inside the switch, tonight's generation too, because the services are rolled back first", () => {
    const left = decideLeftovers(
      situation({
        runId: run(2),
        generations: [generation(1), generation(2, "staged", false)],
        statuses: new Map([[run(2), "switching"]]),
        pointers: new Map([
          ["billing", at(2, "billing")],
          ["auth", at(1, "auth")],
        ]),
        previous: new Map([[run(2), new Map([["billing", at(1, "billing")]])]]),
      }),
    );
    expect(left).toMatchObject({ rollBack: true, deleted: [run(2)], tables: tables(2) });
  });

  it("keeps tonight's generation when a switched service has nothing to be rolled back to", () => {
    const left = decideLeftovers(
      situation({
        runId: run(2),
        generations: [generation(2, "staged", false)],
        statuses: new Map([[run(2), "switching"]]),
        pointers: new Map([["billing", at(2, "billing")]]),
      }),
    );
    expect(left.deleted).toEqual([]);
  });

  it("includes earlier runs whose clean-up failed, but neither a run at work nor one that waits inside its switch", () => {
    const left = decideLeftovers(
      situation({
        runId: run(4),
        working: run(5),
        generations: [
          generation(1),
          generation(2, "staged", false),
          generation(3, "staged", false),
          generation(4, "staged", false),
          generation(5, "staged", false),
        ],
        statuses: new Map([
          [run(2), "failed"],
          [run(3), "switching"],
          [run(4), "running"],
          [run(5), "running"],
        ]),
        pointers: new Map([["billing", at(1, "billing")]]),
        previous: new Map([[run(3), new Map([["billing", at(1, "billing")]])]]),
      }),
    );
    expect(left.cleaned).toEqual([run(4), run(2)]);
    expect(left.deleted).toEqual([run(4), run(2)]);
  });

  it("never is anything that a pointer or a possible rollback names, in any situation", () => {
    const status = fc.constantFrom<RunStatus>("running", "switching", "live", "failed", "cleaned");
    const kind = fc.constantFrom<Generation["status"]>("staged", "live", "deleting");
    const nights = fc.array(fc.record({ status, kind, cleaned: fc.boolean(), replaced: fc.array(fc.nat(8), { maxLength: 2 }) }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(nights, fc.tuple(fc.nat(8), fc.nat(8)), fc.nat(8), fc.nat(9), (all, [billing, auth], cleanedRun, working) => {
        const generations = all.map(({ kind, cleaned }, i) => generation(i + 1, kind, cleaned));
        const services = ["billing", "auth"];
        const pointers = new Map([
          ["billing", at(Math.min(billing, all.length), "billing")],
          ["auth", at(Math.min(auth, all.length), "auth")],
        ]);
        const previous = new Map(
          all.map(({ replaced }, i) => [
            run(i + 1),
            new Map(replaced.map((n, s) => [services[s] ?? "", at(Math.min(n, i), services[s] ?? "")])),
          ]),
        );
        const statuses = new Map(all.map(({ status }, i) => [run(i + 1), status]));
        const runId = cleanedRun === 0 || cleanedRun > all.length ? "" : run(cleanedRun);
        const left = decideLeftovers(
          situation({
            runId,
            generations,
            statuses,
            pointers,
            previous,
            working: working === 0 || run(working) === runId ? undefined : run(working),
          }),
        );
        const deletedTables = new Set(left.tables);
        const deletedClusters = new Set(left.clusters.map(({ cluster }) => cluster));
        const newest = generations.filter(({ status }) => status === "live").at(-1)?.runId;
        const named = [...pointers].map(([service, pointer]) =>
          left.rollBack && pointer.run === runId ? (previous.get(runId)?.get(service) ?? pointer) : pointer,
        );
        if (newest !== undefined) named.push(...(previous.get(newest)?.values() ?? []));
        for (const pointer of named) {
          expect(deletedClusters).not.toContain(`test-${pointer.run}`);
          for (const table of Object.values(pointer.tables)) expect(deletedTables).not.toContain(table);
        }
        expect(left.clusters.length).toBeLessThanOrEqual(50);
        expect(left.snapshots.length).toBeLessThanOrEqual(50);
      }),
      { numRuns: 300 },
    );
  });
});
