import { staging } from "../../handlers/shared/layout.ts";
import {
  planText,
  readPlan,
  readStatus,
  resumeRun,
  rollBackRun,
  StatusReport,
  startRun,
  statusText,
  unlock,
} from "../../local/operator/index.ts";
import { buckets, point, pointerAt } from "../handlers/shared/fakes/memory-services.ts";
import { candidate, execution, proveServices, startRun as putRun, runId } from "../handlers/shared/fakes/started-run.ts";
import { agreeing, type FakeOperator, fakeOperator } from "./support/fake-operator.ts";

const startDate = new Date(Date.UTC(2026, 10, 24, 2));
const night = { arn: execution, machine: "daily-refresh", startDate } as const;
const cleanUp = { arn: "arn:clean-up", machine: "refresh-cleanup", status: "RUNNING", startDate } as const;
const dryRun = { dryRun: true, show: () => undefined };
const forReal = { dryRun: false, show: () => undefined };

/** A run that stopped inside the switch: auth is switched, billing is not. */
async function stopped(): Promise<FakeOperator> {
  const fake = fakeOperator();
  const { world } = fake;
  putRun(world, ["auth", "billing"], { status: "switching" });
  fake.executions.push({ ...night, status: "FAILED", stopDate: startDate });
  world.control.items.set(`RUN#${runId}|CANDIDATE`, candidate);
  world.control.items.set(`RUN#${runId}|PREVIOUS#auth`, { pointer: JSON.stringify(pointerAt("day-0", "auth", { "auth-a": "auth-a" })) });
  point(world, "auth", pointerAt(runId, "auth"));
  point(world, "billing", pointerAt("day-0", "billing"));
  fake.tables.add("auth-a");
  await proveServices(world, ["auth", "billing"]);
  return fake;
}

describe("start", () => {
  it("starts a run with the environment as its input, and says who did it before and after", async () => {
    const fake = fakeOperator();
    const talk = agreeing();
    const report = await startRun(fake.operator, talk);
    expect(fake.started).toEqual([{ environment: "test" }]);
    expect(talk.asked).toHaveLength(1);
    expect(report).toMatchObject({ command: "start", outcome: "started", execution: fake.executions[0]?.arn });
    expect(fake.events).toMatchObject([
      { command: "start", phase: "before", who: fake.operator.who, execution: "", outcome: "" },
      { command: "start", phase: "after", who: fake.operator.who, execution: report.execution, outcome: "started" },
    ]);
  });

  it("starts nothing when the command cannot be recorded", async () => {
    const fake = fakeOperator();
    fake.takesEvents = false;
    await expect(startRun(fake.operator, agreeing())).rejects.toThrow(/InternalFailure.*Nothing was changed/);
    expect(fake.started).toEqual([]);
  });

  it("starts nothing when the operator does not agree", async () => {
    const fake = fakeOperator();
    const talk = { ...agreeing(), agree: async () => Promise.reject(new Error("no")) };
    await expect(startRun(fake.operator, talk)).rejects.toThrow("no");
    expect([fake.started, fake.events]).toEqual([[], []]);
  });

  it("is refused while a run works, and says which and since when", async () => {
    const fake = fakeOperator();
    putRun(fake.world, ["billing"]);
    fake.executions.push({ ...night, status: "RUNNING" });
    await expect(startRun(fake.operator, agreeing())).rejects.toThrow(
      /Run 20261124t0200-1a2b is at work since 2026-11-24T02:00:00.000Z: execution nightly/,
    );
    expect(fake.started).toEqual([]);
  });

  it("is refused while a clean-up works, while a child's holder runs, and while a run is inside the switch", async () => {
    const cleaning = fakeOperator();
    cleaning.executions.push(cleanUp);
    await expect(startRun(cleaning.operator, agreeing())).rejects.toThrow(/A clean-up is at work/);
    const inside = await stopped();
    await expect(startRun(inside.operator, agreeing())).rejects.toThrow(/stopped inside the switch.*resume.*rollback/);
  });

  it("takes over the lock of an execution that has ended, and says so", async () => {
    const fake = fakeOperator();
    putRun(fake.world, ["billing"], { status: "failed" });
    fake.executions.push({ ...night, status: "ABORTED" });
    const talk = agreeing();
    await startRun(fake.operator, talk);
    expect(talk.said.join()).toMatch(/still holds the lock, but its execution has ended/);
    expect(fake.started).toHaveLength(1);
  });

  it("followed to its end, tells the stages and fails with the run's own words", async () => {
    const fake = fakeOperator();
    fake.onStart = (started) => {
      Object.assign(started, {
        status: "FAILED",
        stopDate: new Date(fake.world.now + 3_000),
        events: [
          { type: "TaskStateEntered", timestamp: new Date(fake.world.now), stateEnteredEventDetails: { name: "Plan" } },
          { type: "TaskFailed", timestamp: new Date(fake.world.now + 2_000) },
          { type: "TaskStateExited", timestamp: new Date(fake.world.now + 2_000), stateExitedEventDetails: { name: "Plan" } },
          { type: "ExecutionFailed", timestamp: new Date(fake.world.now + 3_000) },
        ],
      });
      fake.world.control.items.set(`EXECUTION#${started.arn}|RUN`, { runId });
      putRun(fake.world, ["billing"], { status: "failed" });
      fake.world.control.items.set(`RUN#${runId}|STATUS`, {
        ...fake.world.control.items.get(`RUN#${runId}|STATUS`),
        error: "Refresh.PlanFailed",
        message: "No service has a pointer",
      });
    };
    const talk = agreeing({ wait: true });
    expect(await startRun(fake.operator, talk)).toMatchObject({ outcome: "failed", error: "Refresh.PlanFailed" });
    expect(talk.said.slice(1)).toEqual(["✖ Plan (2 s)", "It ended FAILED: Refresh.PlanFailed: No service has a pointer."]);
    expect(fake.events.map(({ outcome }) => outcome)).toEqual(["", "failed"]);
  });
});

describe("start --plan", () => {
  const ahead = {
    asOf: "2026-11-24T02:00:00.000Z",
    snapshotArn: "arn:x",
    objectsAsOf: "version",
    rulesHash: "1".repeat(64),
    services: [{ name: "billing", tables: 2 }],
    held: [{ name: "ledger", reason: "its rules are broken" }],
    heldInAll: 1,
    masking: {
      places: 57,
      undeclared: 2,
      suggestions: ['"billing.fax": "{{format}}" (its name says phone number)'],
      suggestionsInAll: 1,
      since: runId,
      changes: Array.from({ length: 20 }, (_, i) => `new: billing, s3: events.c${i}: text: redact`),
      changesInAll: 50,
    },
  };
  const answered = (event: object) => (started: { status: string }) =>
    void Object.assign(started, { status: "SUCCEEDED", events: [event] });

  it("asks by an execution that only looks, and adds what the last live run found; nothing is recorded, nobody is asked", async () => {
    const fake = fakeOperator();
    const { world } = fake;
    putRun(world, ["billing"], { status: "live" });
    world.control.items.delete("LOCK|LOCK");
    world.control.items.set(`GENERATIONS|${runId}`, { ...world.control.items.get(`GENERATIONS|${runId}`), status: "live" });
    point(world, "billing", pointerAt(runId, "billing"));
    const counts = { services: 1, held: 0, degraded: 1, objects: 1, items: 1, rows: 1, seconds: 1, generationAgeSeconds: 1 };
    const changes = { added: 2, gone: 0, otherType: 1, otherDecision: 0 };
    const about = { schemaVersion: 1, runId, environment: "test", finishedAt: ahead.asOf, proofKey: "k", tests: { passed: 1, failed: 0 } };
    world.s3.put(buckets.staging, staging.summary(runId), JSON.stringify({ ...about, ...counts, changes }));
    fake.onStart = answered({ type: "TaskSucceeded", taskSucceededEventDetails: { output: JSON.stringify({ Payload: ahead }) } });
    const report = await readPlan(fake.operator);
    expect(fake.started).toEqual([{ environment: "test", preview: true }]);
    expect(report).toMatchObject({ ageSeconds: 3600, rulesChanged: true, heldInAll: 1, last: { runId, degraded: 1, changes } });
    expect(report.services).toEqual([{ name: "billing", tables: 2, live: runId }]);
    expect(report.refused).toBeUndefined();
    expect(fake.events).toEqual([]);
    const text = planText(report);
    for (const line of [
      `masking    57 places of S3 and DynamoDB, by samples: 2 without a rule, 50 changed since ${runId}`,
      "    new: billing, s3: events.c19: text: redact\n  … and 30 more\n",
      '    "billing.fax": "{{format}}" (its name says phone number)\n',
    ])
      expect(text).toContain(line);
  });

  it("fails in the function's words", async () => {
    const fake = fakeOperator();
    const cause = JSON.stringify({ errorType: "Refresh.PlanFailed", errorMessage: "The common rules are broken" });
    fake.onStart = answered({ type: "TaskFailed", taskFailedEventDetails: { error: "Refresh.PlanFailed", cause } });
    await expect(readPlan(fake.operator)).rejects.toThrow("Refresh.PlanFailed: The common rules are broken");
  });
});

describe("status", () => {
  it("leaves previews out, names what is inside the switch, and fits its contract", async () => {
    const fake = await stopped();
    fake.executions.unshift({
      arn: "arn:p",
      machine: "daily-refresh",
      status: "SUCCEEDED",
      startDate,
      input: { environment: "test", preview: true },
    });
    const report = StatusReport.parse(await readStatus(fake.operator));
    expect(report).toMatchObject({ insideTheSwitch: runId, cleanUps: 0, lock: { runId, runs: false } });
    expect(report.runs.map(({ runId: run, asked, status, state }) => [run, asked, status, state])).toEqual([
      [runId, "refresh", "FAILED", "switching"],
    ]);
    expect(statusText(report)).toMatch(/stopped inside the switch: finish it \(resume\) or go back \(rollback\)/);
  });

  it("of an environment without a run says so", async () => {
    const report = StatusReport.parse(await readStatus(fakeOperator().operator));
    expect(report.runs).toEqual([]);
    expect(statusText(report)).toMatch(/The lock is free\.\nNo run is at work\.\nThere has been no run/);
  });

  it("lists ten runs at most, and reads an ended history once", async () => {
    const fake = fakeOperator();
    for (let n = 0; n < 14; n++)
      fake.executions.push({ ...night, arn: `${execution}-${n}`, status: "SUCCEEDED", stopDate: new Date(startDate.getTime() + 60_000) });
    const known = new Map();
    const report = StatusReport.parse(await readStatus(fake.operator, known));
    expect(report.runs).toHaveLength(10);
    expect(report.typicalSeconds).toBe(60);
    expect(known.size).toBe(10);
    expect(fake.historiesRead).toBe(10);
    expect((await readStatus(fake.operator, known)).runs).toHaveLength(10);
    expect(fake.historiesRead).toBe(10);
  });
});

describe("resume", () => {
  it("says what is done and what is left, then starts the run at the switch", async () => {
    const fake = await stopped();
    fake.world.control.items.set(`RUN#${runId}|CURSOR#publish`, {
      cursor: JSON.stringify({ phase: "copy", service: 0, after: "", page: 1, objects: 250 }),
    });
    const shown: unknown[] = [];
    const report = await resumeRun(fake.operator, agreeing(), { ...forReal, show: (found) => void shown.push(found) });
    expect(shown).toMatchObject([{ runId, switched: ["auth"], left: ["billing"], objects: { phase: "copy", published: 250 } }]);
    expect(fake.started).toEqual([{ environment: "test", resume: runId }]);
    expect(report).toMatchObject({ runId, outcome: "started" });
    expect(fake.events).toMatchObject([
      { command: "resume", run: runId },
      { command: "resume", run: runId },
    ]);
  });

  it("as a dry run asks nothing, records nothing and starts nothing", async () => {
    const fake = await stopped();
    const talk = agreeing();
    expect(await resumeRun(fake.operator, talk, dryRun)).toMatchObject({ outcome: "dry run" });
    expect([talk.asked, fake.started, fake.events]).toEqual([[], [], []]);
  });

  it("of a run that failed earlier says to start anew, and why", async () => {
    const fake = await stopped();
    fake.world.control.items.set(`RUN#${runId}|STATUS`, { ...fake.world.control.items.get(`RUN#${runId}|STATUS`), status: "cleaned" });
    await expect(resumeRun(fake.operator, agreeing(), forReal)).rejects.toThrow(/has been cleaned up.*Start a new run/);
    await expect(resumeRun(fakeOperator().operator, agreeing(), forReal)).rejects.toThrow(/nothing to resume/);
    expect(fake.started).toEqual([]);
  });

  it("is refused while the clean-up may still roll the run back", async () => {
    const fake = await stopped();
    fake.executions.push(cleanUp);
    await expect(resumeRun(fake.operator, agreeing(), forReal)).rejects.toThrow(/A clean-up is at work/);
  });
});

describe("rollback", () => {
  it("shows the change of each service first, as a dry run nothing more", async () => {
    const fake = await stopped();
    const shown: unknown[] = [];
    const report = await rollBackRun(fake.operator, agreeing(), { dryRun: true, show: (plan) => void shown.push(plan) });
    expect(shown).toMatchObject([{ runId, changes: [{ service: "auth", from: runId, to: "day-0" }], objectPages: 0 }]);
    expect(report).toMatchObject({ outcome: "dry run" });
    expect([fake.started, fake.events]).toEqual([[], []]);
  });

  it("is refused where the cluster from before is gone, or a table is", async () => {
    const fake = await stopped();
    fake.clusters.clear();
    fake.tables.clear();
    await expect(rollBackRun(fake.operator, agreeing(), forReal)).rejects.toThrow(
      /Table auth-a of auth is not there any more\.\nCluster test-day-0 is not there any more\.\nNothing was rolled back/,
    );
    expect([fake.started, fake.events]).toEqual([[], []]);
  });

  it("followed to its end, looks whether the services point back", async () => {
    const fake = await stopped();
    fake.onStart = (started) => void Object.assign(started, { status: "SUCCEEDED" });
    await expect(rollBackRun(fake.operator, agreeing({ wait: true }), forReal)).rejects.toThrow(
      /do not point at what they had before: auth/,
    );
    fake.onStart = (started) => {
      started.status = "SUCCEEDED";
      point(fake.world, "auth", pointerAt("day-0", "auth"));
    };
    expect(await rollBackRun(fake.operator, agreeing({ wait: true }), forReal)).toMatchObject({ outcome: "succeeded" });
    expect(fake.started.at(-1)).toEqual({ environment: "test", rollBack: runId });
  });

  it("has nothing to go back from where no run is live", async () => {
    await expect(rollBackRun(fakeOperator().operator, agreeing(), forReal)).rejects.toThrow(/No run is live/);
  });
});

describe("unlock", () => {
  const nobody = (): void => undefined;

  it("frees the lock of an execution that has ended, and only that holder's", async () => {
    const fake = await stopped();
    expect(await unlock(fake.operator, agreeing(), nobody)).toMatchObject({ released: true, lock: { runId } });
    expect(fake.world.control.items.has("LOCK|LOCK")).toBe(false);
    expect(fake.events).toMatchObject([{ outcome: "" }, { command: "unlock", outcome: "released", run: runId }]);
    expect(await unlock(fake.operator, agreeing(), nobody)).toMatchObject({ released: false });
  });

  it("leaves it where it has changed hands while the operator was asked", async () => {
    const fake = await stopped();
    const talk = {
      agree: async () => void fake.world.control.items.set("LOCK|LOCK", { runId, executionArn: "arn:resumed", expiresAt: 1, leftover: "" }),
    };
    await expect(unlock(fake.operator, talk, nobody)).rejects.toThrow(/changed hands/);
    expect(fake.world.control.items.get("LOCK|LOCK")).toMatchObject({ executionArn: "arn:resumed" });
    expect(fake.events.map(({ outcome }) => outcome)).toEqual(["", "refused"]);
  });

  it("is refused while the run works, and while a clean-up does", async () => {
    const fake = await stopped();
    fake.executions.push(cleanUp);
    await expect(unlock(fake.operator, agreeing(), nobody)).rejects.toThrow(/A clean-up is at work/);
    Object.assign(fake.executions[0] ?? {}, { status: "RUNNING" });
    await expect(unlock(fake.operator, agreeing(), nobody)).rejects.toThrow(/still at work: the lock stays/);
    expect(fake.world.control.items.has("LOCK|LOCK")).toBe(true);
  });
});
