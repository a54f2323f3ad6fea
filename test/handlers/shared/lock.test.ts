import { acquireLock, holderOf, leaseMilliseconds, releaseLock, renewLock } from "../../../handlers/shared/control/index.ts";
import { memoryControl } from "./fakes/memory-control.ts";

const a = { runId: "20261124t0200-aaaa", executionArn: "arn:a" };
const b = { runId: "20261125t0200-bbbb", executionArn: "arn:b" };
const alive = async (): Promise<boolean> => true;
const dead = async (): Promise<boolean> => false;
const now = 1_000_000;

describe("the lock", () => {
  it("is taken when it is free, and again by the same execution", async () => {
    const table = memoryControl();
    expect(await acquireLock(table, a, { now, runs: alive })).toEqual({ acquired: true, leftover: "" });
    expect(await acquireLock(table, a, { now: now + 1, runs: alive })).toEqual({ acquired: true, leftover: "" });
    expect((await holderOf(table))?.expiresAt).toBe(now + 1 + leaseMilliseconds);
  });

  it("is refused while its holder lives, and names it", async () => {
    const table = memoryControl();
    await acquireLock(table, a, { now, runs: alive });
    expect(await acquireLock(table, b, { now, runs: alive })).toMatchObject({ acquired: false, holder: { runId: a.runId } });
  });

  it("is taken over from an execution that has ended, and the leftover run stays known when Plan is repeated", async () => {
    const table = memoryControl();
    await acquireLock(table, a, { now, runs: alive });
    expect(await acquireLock(table, b, { now, runs: dead })).toEqual({ acquired: true, leftover: a.runId });
    expect(await acquireLock(table, b, { now, runs: dead })).toEqual({ acquired: true, leftover: a.runId });
  });

  it("is taken over when the lease has expired", async () => {
    const table = memoryControl();
    await acquireLock(table, a, { now, runs: alive });
    expect(await acquireLock(table, b, { now: now + leaseMilliseconds, runs: alive })).toMatchObject({ acquired: true });
  });

  it("goes to one of two that find it free at once", async () => {
    const table = memoryControl();
    const both = await Promise.all([acquireLock(table, a, { now, runs: alive }), acquireLock(table, b, { now, runs: alive })]);
    expect(both.filter(({ acquired }) => acquired)).toHaveLength(1);
  });

  it("goes to one of two that take it over at once", async () => {
    const table = memoryControl();
    await acquireLock(table, a, { now, runs: alive });
    const c = { runId: "20261125t0200-cccc", executionArn: "arn:c" };
    const ended = async (arn: string): Promise<boolean> => arn !== a.executionArn;
    const both = await Promise.all([b, c].map((run) => acquireLock(table, run, { now, runs: ended })));
    expect(both.filter(({ acquired }) => acquired)).toHaveLength(1);
  });

  it("is not taken from a holder that renewed it in between", async () => {
    const table = memoryControl();
    await acquireLock(table, a, { now, runs: alive });
    let renewed = false;
    table.beforeWrite = () => {
      if (renewed) return;
      renewed = true;
      table.items.set("LOCK|LOCK", { ...table.items.get("LOCK|LOCK"), expiresAt: now + 2 * leaseMilliseconds });
    };
    expect(await acquireLock(table, b, { now: now + leaseMilliseconds, runs: alive })).toMatchObject({ acquired: false });
  });

  it("cannot be renewed or released by a run that lost it", async () => {
    const table = memoryControl();
    await acquireLock(table, a, { now, runs: alive });
    await acquireLock(table, b, { now, runs: dead });
    await expect(renewLock(table, a.runId, now)).rejects.toMatchObject({ name: "Refresh.LockLost" });
    expect(await releaseLock(table, a.runId)).toBe(false);
    await renewLock(table, b.runId, now);
    expect(await releaseLock(table, b.runId)).toBe(true);
    expect(await holderOf(table)).toBeUndefined();
  });
});
