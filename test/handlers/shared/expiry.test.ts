import { releaseOperation } from "../../../handlers/masking/operations/release.ts";
import { expireRun, keptDays, noteCleanUp, readPrevious, rememberPointer } from "../../../handlers/shared/control/index.ts";
import { memoryControl } from "./fakes/memory-control.ts";
import { createWorld, pointerAt, raise } from "./fakes/memory-services.ts";
import { candidate, execution, runId, startRun } from "./fakes/started-run.ts";

const now = Date.parse("2026-11-24T05:00:00.500Z");
const inKeptDays = Date.parse("2026-11-24T05:00:00Z") / 1000 + keptDays * 86_400;

describe("the expiry of a run in the control table", () => {
  it("is set, in seconds, on everything of the run and on nothing else, and what it is set on stays readable", async () => {
    const world = createWorld();
    startRun(world, ["billing"]);
    const { control } = world;
    control.items.set(`RUN#${runId}|CANDIDATE`, candidate);
    await rememberPointer(control, runId, "billing", pointerAt("day-0", "billing"));
    control.items.set("RUN#20261123t0200-0000|STATUS", { status: "live" });
    await expireRun(control, runId, now);
    const expiring = [...control.items].filter(([, { expires }]) => expires === inKeptDays).map(([key]) => key);
    expect(expiring.sort()).toEqual([
      `EXECUTION#${execution}|RUN`,
      `RUN#${runId}|CANDIDATE`,
      `RUN#${runId}|PREVIOUS#billing`,
      `RUN#${runId}|STATUS`,
    ]);
    expect([...control.items.values()].filter(({ expires }) => expires !== undefined)).toHaveLength(expiring.length);
    expect((await readPrevious(control, runId)).get("billing")?.run).toBe("day-0");
  });

  it("makes no item of a run that the table does not know", async () => {
    const control = memoryControl();
    await expireRun(control, runId, now);
    expect(control.items.size).toBe(0);
  });

  it("begins when a clean-up has deleted the run's generation, not when it has only cleaned up after it", async () => {
    const world = createWorld();
    startRun(world, ["billing"], { status: "failed" });
    world.context.now = () => now;
    const status = () => world.control.items.get(`RUN#${runId}|STATUS`);
    await noteCleanUp(world.control, runId, { cleaned: [runId], deleted: [] });
    await releaseOperation(world.context)({ environment: "test", runId }, raise);
    expect(status()).toMatchObject({ status: "cleaned" });
    expect(status()).not.toHaveProperty("expires");
    await noteCleanUp(world.control, runId, { cleaned: [], deleted: [runId] });
    await releaseOperation(world.context)({ environment: "test", runId }, raise);
    expect(status()?.expires).toBe(inKeptDays);
    expect(world.control.items.has(`GENERATIONS|${runId}`)).toBe(false);
  });
});
