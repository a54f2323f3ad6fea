import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { allFaults, chooseFaults, committedDocument } from "../../local/faults/index.ts";
import { taskStateNames } from "../../local/refresh/state-names.ts";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const all = allFaults();
const names = new Set(all.map(({ name }) => name));
const named = (name: string) => all.find((fault) => fault.name === name);

describe("the list of faults", () => {
  it("has every Task of every machine in every way", () => {
    for (const [machine, tasks] of taskStateNames())
      for (const task of tasks) for (const way of ["error", "timeout", "stopped"]) expect(names).toContain(`${machine}/${task}/${way}`);
  });

  it("kills the function of every state that invokes one", () => {
    const asl = readFileSync(path.join(root, "workflows/aurora-refresh/aurora-refresh.asl.json"), "utf8");
    const invoked = Object.entries((JSON.parse(asl) as { States: Record<string, { Resource?: string }> }).States)
      .filter(([, { Resource }]) => Resource === "arn:aws:states:::lambda:invoke")
      .map(([state]) => `aurora-refresh/${state}/killed`);
    expect(all.filter(({ group, way }) => group === "aurora-refresh" && way === "killed").map(({ name }) => name)).toEqual(invoked);
  });

  it("has every step of the document, those of its loops too", () => {
    const text = JSON.stringify(committedDocument().source);
    const steps = new Set(all.filter(({ disturbance }) => disturbance.kind === "step").map(({ place }) => place));
    expect([...steps]).toContain("RepeatStatements");
    for (const step of steps) {
      expect(text).toContain(`"name":"${step}"`);
      for (const way of ["failed", "timed out", "cancelled"]) expect(names).toContain(`aurora-snapshot-clone-mask/${step}/${way}`);
    }
    expect(steps.size).toBe(text.match(/"name":"[^"]+","action"/g)?.length);
  });

  it("disturbs the calls that a handler's policy allows, and none of Lambda's own", () => {
    expect(names).toContain("masking:switchServices/ssm:PutParameter/killed after");
    expect(all.some(({ place }) => place.startsWith("logs:"))).toBe(false);
  });

  it("names each fault once", () => {
    expect(names.size).toBe(all.length);
  });

  it.each([
    ["daily-refresh/Roll back services/error", "daily-refresh", "Switch services"],
    ["daily-refresh/Publish failure/error", "aurora-refresh", "Check tonight's cluster"],
    ["refresh-cleanup/Stop automation/error", "aurora-refresh", "Await the clone"],
    ["refresh-cleanup/Roll back objects/error", "daily-refresh", "Switch services"],
  ])("gets to %s by a failure of %s at %s", (name, machine, state) => {
    expect(named(name)?.before).toEqual([expect.objectContaining({ machine, state })]);
  });

  it("gets to where a document's failure leads by a step that fails", () => {
    expect(named("aurora-refresh/Await the clone: failed/stopped")?.before).toEqual([
      { kind: "step", step: "RestoreClone", way: "failed" },
    ]);
  });

  it("gets to a resumed run by a night that stays inside the switch", () => {
    const fault = named("daily-refresh/Take up the run/error");
    expect(fault).toMatchObject({
      entry: "resume",
      nightBefore: expect.arrayContaining([expect.objectContaining({ state: "Switch services" })]),
    });
  });

  it("says why a state is out of reach", () => {
    expect(named("aurora-refresh/Await the clone: gave up/stopped")?.outOfReach).toBe("no poll gives up here");
  });
});

describe("choosing faults", () => {
  it("takes the same faults in the same order for a seed, and others for another", () => {
    const chosen = (seed: number): string[] => chooseFaults({ seed, sample: 6 }).map(({ name }) => name);
    expect(chosen(7)).toEqual(chosen(7));
    expect(chosen(7)).not.toEqual(chosen(8));
    expect(new Set(chooseFaults({ seed: 7, sample: 6 }).map(({ disturbance }) => disturbance.kind))).toEqual(
      new Set(["state", "step", "call"]),
    );
  });

  it("takes a name, the beginning of one, and ways", () => {
    expect(chooseFaults({ seed: 1, only: ["s3-sync/Copy batch/error"] })).toHaveLength(1);
    const stopped = chooseFaults({ seed: 1, only: ["s3-sync/Copy batch"], ways: ["stopped", "killed"] });
    expect(stopped.map(({ way }) => way).sort()).toEqual(["killed", "stopped"]);
  });

  it("knows the call of any number", () => {
    const [fault] = chooseFaults({ seed: 1, only: ["masking:plan/dynamodb:PutItem#7/denied"] });
    expect(fault?.disturbance).toMatchObject({ action: "dynamodb:PutItem", number: 7, way: "denied" });
  });

  it.each([{ only: ["aurora-refresh/Await the clown"] }, { ways: ["exploded"] }])("refuses %j", (choice) => {
    expect(() => chooseFaults({ seed: 1, ...choice })).toThrow(/There is no (?:fault|way)/);
  });
});
