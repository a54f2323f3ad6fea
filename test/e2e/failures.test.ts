import { stateMachineArn } from "../../local/refresh/names.ts";
import { runNight } from "../../local/refresh/night.ts";
import type { NightReport } from "../../local/refresh/report/index.ts";
import { describeLocal, nothingLeft, startTestSession, type TestSession } from "./support/session.ts";

jest.setTimeout(300_000);

/** A state of every stage before the switch, with the stage that it belongs to. */
const beforeTheSwitch = [
  ["Plan", "Plan"],
  ["Sync S3", "List production"],
  ["Sync S3", "Copy batch"],
  ["Refresh DynamoDB", "Mask file"],
  ["Refresh DynamoDB", "Import table"],
  ["Refresh Aurora", "Plan the statements"],
  ["Refresh Aurora", "Prove the clone"],
  ["Prove", "Prove"],
  ["Run integration tests", "Run integration tests"],
] as const;

describeLocal("a failure", () => {
  let session: TestSession;
  let good: NightReport;
  beforeAll(async () => {
    session = await startTestSession({ rows: 20, items: 20 });
    good = await session.night();
  });
  afterAll(() => session?.end());

  const live = (night: NightReport): unknown => night.services.map((service) => service.live);

  it.each(beforeTheSwitch)("in %s, at %s, leaves last night's data live and nothing else", async (stage, state) => {
    expect(good.status).toBe("SUCCEEDED");
    const night = await session.night(state);
    expect(night).toMatchObject({ status: "FAILED", failure: { stage, state, published: true }, leftBehind: nothingLeft });
    expect(night.failure?.error).toMatch(/^(Local\.FailAt|States\.ExceedToleratedFailureThreshold)$/);
    expect(live(night)).toEqual(live(good));
  });

  it.each(["Publish objects", "Switch services"])("inside the switch, at %s, is rolled back", async (state) => {
    const night = await session.night(state);
    expect(night).toMatchObject({ status: "FAILED", failure: { state, published: true }, leftBehind: nothingLeft });
    expect(live(night)).toEqual(live(good));
  });

  it.each(["Publish metrics", "Clean up"])("after the switch, at %s, leaves the new generation live", async (state) => {
    const night = await session.night(state);
    expect(night).toMatchObject({ status: "FAILED", failure: { state, published: true }, leftBehind: nothingLeft });
    expect(night.services.map((service) => service.live?.run)).toEqual([night.runId]);
    good = night;
  });

  it("by StopExecution in the middle of Aurora is cleaned up by the rule, and the next night succeeds", async () => {
    const { engine } = session.aws;
    let stopped = "";
    const stopWatching = session.aws.onEvent((event) => {
      if (event.type !== "state" || event.stateName !== "Await the clone" || stopped !== "") return;
      const { executions } = engine.listExecutions({ stateMachineArn: stateMachineArn("daily-refresh") });
      stopped = executions.find(({ status }) => status === "RUNNING")?.executionArn ?? "";
      engine.stopExecution({ executionArn: stopped, error: "Operator.Stopped", cause: "by hand" });
    });
    const night = await runNight(session, { ...session.options, number: 90, title: "stopped" });
    stopWatching();
    expect(stopped).not.toBe("");
    expect(night).toMatchObject({ status: "ABORTED", leftBehind: nothingLeft });
    expect(live(night)).toEqual(live(good));
    const next = await session.night();
    expect(next).toMatchObject({ status: "SUCCEEDED", leftBehind: nothingLeft });
    expect(next.services.map((service) => service.live?.run)).toEqual([next.runId]);
  });
});
