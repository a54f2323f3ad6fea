/** The operator's commands on the local AWS, with every role's policies enforced: start, status, stopped in the switch, resume, rollback, unlock. */
import { beginRun, controlTable, readRun } from "../../handlers/shared/control/index.ts";
import { readPointers } from "../../handlers/shared/pointers.ts";
import {
  auditDetailType,
  auditSource,
  findEnvironment,
  type Operator,
  operatorClients,
  readPlan,
  readStatus,
  resumeRun,
  rollBackRun,
  StatusReport,
  startRun,
  unlock,
} from "../../local/operator/index.ts";
import { ENVIRONMENT, test as names, stateMachineArn } from "../../local/refresh/names.ts";
import { eventually } from "../../local/refresh/seed/eventually.ts";
import { describeLocal, startTestSession, type TestSession } from "../e2e/support/session.ts";
import { agreeing } from "./support/fake-operator.ts";
import { type KeptEvents, keepEvents } from "./support/kept-events.ts";

jest.setTimeout(300_000);

const forReal = { dryRun: false, show: () => undefined };

describeLocal("the operator's commands on the local AWS", () => {
  let session: TestSession;
  let operator: Operator;
  let audit: KeptEvents;

  beforeAll(async () => {
    session = await startTestSession({ rows: 10, items: 10 });
    const { aws } = session;
    const credentials = aws.credentials("test");
    process.env.AWS_ACCESS_KEY_ID = credentials.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey;
    const address = { endpointUrl: aws.endpoint, region: aws.region };
    const time = { now: Date.now, pause: () => new Promise<void>((resolve) => setTimeout(resolve, 100)) };
    operator = await findEnvironment(ENVIRONMENT, address, time, operatorClients(address));
    audit = await keepEvents(session.accounts.test, { source: [auditSource], "detail-type": [auditDetailType] });
  });
  afterAll(async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    delete process.env.AWS_SECRET_ACCESS_KEY;
    await session?.end();
  });

  const liveRun = async (): Promise<string> => (await readPointers(operator.clients.ssm, ENVIRONMENT)).get("billing")?.run ?? "";
  const control = () => controlTable(operator.clients.dynamodb, names.controlTable);

  it("knows no environment of another name", async () => {
    await expect(findEnvironment("nope", { endpointUrl: session.aws.endpoint, region: session.aws.region }, operator)).rejects.toThrow(
      /There is no environment "nope" in account 222222222222/,
    );
  });

  it("shows the plan, starts a run, and shows it at work and afterwards", async () => {
    const plan = await readPlan(operator);
    expect(plan).toMatchObject({ services: [{ name: "billing", tables: 2, live: "day-0" }], heldInAll: 0 });
    expect(plan.snapshotArn).toMatch(/:cluster-snapshot:rds:prod-aurora-/);
    // The plan has left no run.
    expect((await readStatus(operator)).runs).toEqual([]);

    const { execution } = await startRun(operator, agreeing());
    const during = await eventually(
      "a stage that waits on its child",
      async () => {
        const report = await readStatus(operator);
        return report.running?.stages.at(-1)?.waitsOn.length ? report : undefined;
      },
      60,
    );
    expect(StatusReport.parse(during).running).toMatchObject({ execution, asked: "refresh" });
    await expect(startRun(operator, agreeing())).rejects.toThrow(/is at work since/);
    await expect(unlock(operator, agreeing(), () => undefined)).rejects.toThrow(/still at work/);
    expect((await session.aws.engine.waitFor(execution)).status).toBe("SUCCEEDED");

    const after = StatusReport.parse(await readStatus(operator));
    expect(after.lock).toBeUndefined();
    expect(after.runs).toMatchObject([{ execution, status: "SUCCEEDED", state: "live", services: 1, held: 0 }]);
    expect(await liveRun()).toBe(after.runs[0]?.runId);
  });

  it("resumes a run that stopped inside the switch and could not be rolled back", async () => {
    const { aws } = session;
    const before = await liveRun();
    aws.failAt("Roll back services");
    const stopWatching = aws.onEvent((event) => {
      if (event.type !== "state" || event.stateName !== "Switch services") return;
      const { executions } = aws.engine.listExecutions({ stateMachineArn: stateMachineArn("daily-refresh") });
      const running = executions.find(({ status }) => status === "RUNNING");
      if (running !== undefined) aws.engine.stopExecution({ executionArn: running.executionArn });
    });
    const { execution } = await startRun(operator, agreeing());
    expect((await aws.engine.waitFor(execution)).status).toBe("ABORTED");
    stopWatching();
    await aws.settled();
    await eventually("the end of the clean-up", async () => ((await readStatus(operator)).cleanUps === 0 ? true : undefined), 60);
    aws.failAt(undefined);

    const stopped = await readStatus(operator);
    const runId = stopped.insideTheSwitch ?? "";
    expect(stopped.runs[0]).toMatchObject({ runId, execution, status: "ABORTED", state: "switching" });
    await expect(startRun(operator, agreeing())).rejects.toThrow(/stopped inside the switch/);
    const shown: unknown[] = [];
    const report = await resumeRun(operator, agreeing({ wait: true }), { ...forReal, show: (found) => void shown.push(found) });
    expect(shown).toMatchObject([{ runId }]);
    expect(report).toMatchObject({ runId, outcome: "succeeded" });
    expect(await liveRun()).toBe(runId);
    expect(runId).not.toBe(before);
    expect(await readStatus(operator)).not.toHaveProperty("lock");
    await expect(resumeRun(operator, agreeing(), { ...forReal, run: runId })).rejects.toThrow(/its data is live/);
  });

  it("goes back to the generation before, and from there no further than what still stands", async () => {
    const [now, before] = (await readStatus(operator)).runs.map(({ runId }) => runId).filter((run, i, all) => all.indexOf(run) === i);
    const talk = agreeing({ wait: true });
    expect(await rollBackRun(operator, talk, { ...forReal, run: now ?? "" })).toMatchObject({
      outcome: "succeeded",
      changes: [{ service: "billing", from: now, to: before }],
    });
    expect(await liveRun()).toBe(before);
    expect(await readRun(control(), now ?? "")).toMatchObject({ status: "cleaned", error: "Refresh.RolledBack" });
    await expect(rollBackRun(operator, talk, { ...forReal, run: now ?? "" })).rejects.toThrow(/is not live \(cleaned\)/);
  });

  it("frees the lock of an execution that has ended", async () => {
    const ended = (await readStatus(operator)).runs[0];
    const lost = "20261101t0200-0000";
    await beginRun(control(), lost, {
      executionArn: ended?.execution ?? "",
      startedAt: "2026-11-01T02:00:00Z",
      asOf: "2026-11-01T02:00:00Z",
    });
    await control().put("LOCK", "LOCK", { runId: lost, executionArn: ended?.execution, expiresAt: Date.now() + 1_000, leftover: "" });
    expect(await unlock(operator, agreeing(), () => undefined)).toMatchObject({ released: true, lock: { runId: lost, runs: false } });
    expect(await unlock(operator, agreeing(), () => undefined)).toMatchObject({ released: false });
  });

  it("has told of every change before and after it", async () => {
    await session.aws.settled();
    const told = await audit.read();
    expect(told.map(({ command, phase }) => `${command} ${phase}`).sort()).toEqual(
      ["resume", "rollback", "start", "start", "unlock"].flatMap((command) => [`${command} after`, `${command} before`]).sort(),
    );
    expect(new Set(told.map(({ who }) => who)).size).toBe(1);
    expect(told[0]?.who).toMatch(/^arn:aws:.*222222222222/);
  });
});
