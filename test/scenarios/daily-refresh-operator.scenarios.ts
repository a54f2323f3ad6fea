/** Scenarios of `daily-refresh`: what operators ask for. */
import { scenario } from "../../local/scenarios/index.ts";
import { dailyRefresh } from "../../workflows/daily-refresh/daily-refresh.ts";
import { failureRoute, goingBack, lookingAhead, goodNight as mocks, resuming } from "./support/daily-refresh.ts";
import { runId, throttledOnce } from "./support/values.ts";

const stages = ["Plan", "Sync S3", "Refresh DynamoDB", "Refresh Aurora", "Prove", "Run integration tests"] as const;
const theSwitch = ["Publish objects", "Switch services"] as const;
const theRest = ["Summarize", "Publish metrics", "Clean up"] as const;

export const resumedRuns = [
  scenario("a run that stopped inside the switch goes on there, under its own name", dailyRefresh, {
    input: resuming,
    mocks: { ...mocks, "Take up the run": throttledOnce(mocks["Take up the run"]) },
    expect: {
      status: "SUCCEEDED",
      visits: ["Take up the run", ...theSwitch, ...theRest],
      never: [...stages, "Preview", "Check the roll-back", "Record failure"],
      calls: {
        "Take up the run": { environment: "test", runId },
        "Switch services": { runId, proofKey: `runs/${runId}/proof.json` },
        Summarize: { runId, testsPassed: 30 },
        "Clean up": { runId },
      },
    },
  }),
  scenario("a run that may not be resumed fails before anything changes", dailyRefresh, {
    input: resuming,
    mocks: { ...mocks, "Take up the run": { throws: "Refresh.NotResumable", cause: "Run 20261124t0200-1a2b has been cleaned up" } },
    expect: {
      status: "FAILED",
      error: "Refresh.NotResumable",
      visits: failureRoute,
      never: [...stages, ...theSwitch, ...theRest, "Roll back services"],
    },
  }),
  scenario("a run is not resumed while another one works", dailyRefresh, {
    input: resuming,
    mocks: { ...mocks, "Take up the run": { throws: "Refresh.AlreadyRunning" } },
    expect: { status: "FAILED", error: "Refresh.AlreadyRunning", visits: failureRoute, never: [...theSwitch, "Roll back services"] },
  }),
  scenario("a resumed run whose switch fails again is rolled back like any other", dailyRefresh, {
    input: resuming,
    mocks: { ...mocks, "Switch services": { throws: "Refresh.SwitchFailed" } },
    expect: {
      status: "FAILED",
      error: "Refresh.SwitchFailed",
      visits: ["Roll back services", "Roll back objects", ...failureRoute],
      never: [...stages, ...theRest],
    },
  }),
];

export const rollBacks = [
  scenario("going back checks what was before, then lets the clean-up roll the run back", dailyRefresh, {
    input: goingBack,
    mocks: { ...mocks, "Check the roll-back": throttledOnce(mocks["Check the roll-back"]) },
    expect: {
      status: "SUCCEEDED",
      visits: { "Check the roll-back": 1, "Roll back and clean up": 1, "Rolled back": 1 },
      never: [...stages, ...theSwitch, ...theRest, "Take up the run", "Record failure"],
      calls: {
        "Check the roll-back": { environment: "test", runId },
        "Roll back and clean up": { environment: "test", runId },
      },
    },
  }),
  scenario("going back is refused where the earlier generation is gone", dailyRefresh, {
    input: goingBack,
    mocks: { ...mocks, "Check the roll-back": { throws: "Refresh.RollBackRefused", cause: "Generation 20261123t0200-ffff is gone" } },
    expect: { status: "FAILED", error: "Refresh.RollBackRefused", visits: failureRoute, never: ["Roll back and clean up"] },
  }),
  scenario("going back is refused while a run works", dailyRefresh, {
    input: goingBack,
    mocks: { ...mocks, "Check the roll-back": { throws: "Refresh.AlreadyRunning" } },
    expect: { status: "FAILED", error: "Refresh.AlreadyRunning", visits: failureRoute, never: ["Roll back and clean up"] },
  }),
  scenario("a roll-back that fails is published and tried once more by the failure's clean-up", dailyRefresh, {
    input: goingBack,
    mocks: { ...mocks, "Roll back and clean up": { throws: "States.TaskFailed", cause: "Refresh.RollBackFailed" } },
    expect: { status: "FAILED", error: "States.TaskFailed", visits: failureRoute, never: ["Rolled back", "Publish metrics"] },
  }),
];

export const previews = [
  scenario("a preview says what a run would do, and does nothing", dailyRefresh, {
    input: lookingAhead,
    mocks: { ...mocks, Preview: throttledOnce(mocks.Preview) },
    expect: {
      status: "SUCCEEDED",
      visits: ["Preview", "Previewed"],
      never: [...stages, ...theSwitch, ...theRest, "Take up the run", "Check the roll-back"],
      calls: { Preview: { environment: "test" } },
    },
  }),
  scenario("a preview that fails is no failed night: nobody is called, nothing is cleaned up", dailyRefresh, {
    input: lookingAhead,
    mocks: { ...mocks, Preview: { throws: "Refresh.PlanFailed", cause: "The common rules are broken" } },
    expect: { status: "SUCCEEDED", never: [...failureRoute, ...stages] },
  }),
];
