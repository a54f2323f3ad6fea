import { createEngine, type Integrations, noIntegrations, scaledClock, virtualClock } from "../../local/stepfunctions/index.ts";
import { invoke, single } from "./support.ts";

const never = new AbortController().signal;

describe("a virtual clock", () => {
  it("wakes sleepers in the order of their time, then of their falling asleep", async () => {
    const clock = virtualClock();
    const woken: string[] = [];
    const sleep = (name: string, seconds: number): Promise<void> =>
      clock.sleep(seconds, "wait", never).then(() => void woken.push(`${name}@${clock.elapsed()}`));
    await Promise.all([sleep("c", 30), sleep("a", 10), sleep("b", 10), sleep("z", 0)]);
    expect(woken).toEqual(["z@0", "a@10", "b@10", "c@30"]);
  });

  it("stands still while a call to a service is under way", async () => {
    const clock = virtualClock();
    const integrations: Integrations = { call: () => new Promise((resolve) => setTimeout(() => resolve(clock.elapsed()), 20)) };
    const branches = [single(invoke, "Call"), single({ Type: "Wait", Seconds: 1000 }, "Wait")];
    const { output } = await createEngine({ clock, integrations }).run(single({ Type: "Parallel", Branches: branches }, "Both"), {});
    expect(output).toEqual([0, {}]);
    expect(clock.elapsed()).toBe(1000);
  });

  it("forgets sleepers that are aborted", async () => {
    const clock = virtualClock();
    const controller = new AbortController();
    const aborted = clock.sleep(50, "wait", controller.signal);
    controller.abort(new Error("enough"));
    await expect(aborted).rejects.toThrow("enough");
    await clock.sleep(5, "wait", never);
    expect(clock.elapsed()).toBe(5);
  });

  it("waits until a moment", async () => {
    const clock = virtualClock(Date.parse("2024-05-01T00:00:00Z"));
    await createEngine({ clock, integrations: noIntegrations }).run(single({ Type: "Wait", TimestampPath: "$.at" }), {
      at: "2024-05-01T01:00:00+00:30",
    });
    expect(clock.elapsed()).toBe(30 * 60);
  });

  it("gives the same history for the same machine", async () => {
    const branches = [3, 1, 2].map((Seconds) => single({ Type: "Wait", Seconds }, `W${Seconds}`));
    const history = async (): Promise<unknown> => {
      const engine = createEngine({ clock: virtualClock(), integrations: noIntegrations });
      return (await engine.run(single({ Type: "Parallel", Branches: branches }), {}, { name: "same" })).events;
    };
    expect(await history()).toEqual(await history());
  });
});

describe("a scaled clock", () => {
  it("shortens waits and retry delays, but no timeouts", async () => {
    const clock = scaledClock(0.0001);
    const started = Date.now();
    await clock.sleep(100, "wait", never);
    await clock.sleep(100, "retry", never);
    expect(Date.now() - started).toBeLessThan(1_000);
    const controller = new AbortController();
    const timeout = clock.sleep(100, "timeout", controller.signal);
    await clock.sleep(100, "wait", never);
    controller.abort(new Error("still asleep"));
    await expect(timeout).rejects.toThrow("still asleep");
  });

  it("takes no negative scale", () => {
    expect(() => scaledClock(-1)).toThrow(RangeError);
  });
});
