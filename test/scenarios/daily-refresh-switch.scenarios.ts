/** Scenarios of `daily-refresh`: failures inside the switch and after it. */
import { scenario } from "../../local/scenarios/index.ts";
import { dailyRefresh } from "../../workflows/daily-refresh/daily-refresh.ts";
import { failureRoute, input, goodNight as mocks } from "./support/daily-refresh.ts";
import { returns } from "./support/values.ts";

const rolledBack = ["Roll back services", "Roll back objects", ...failureRoute] as const;

export const failuresInsideTheSwitch = [
  scenario("objects cannot be published: everything is rolled back", dailyRefresh, {
    input,
    mocks: { ...mocks, "Publish objects": { throws: "States.TaskFailed" } },
    expect: { status: "FAILED", error: "States.TaskFailed", visits: rolledBack, never: ["Switch services", "Publish metrics"] },
  }),
  scenario("publishing never ends: everything is rolled back", dailyRefresh, {
    input,
    mocks: { ...mocks, "Publish objects": returns({ done: false, objects: 1 }) },
    expect: { status: "FAILED", error: "Poll.GaveUp", visits: rolledBack, never: ["Switch services"] },
  }),
  scenario("a service cannot be switched, however often it is tried", dailyRefresh, {
    input,
    mocks: { ...mocks, "Switch services": { throws: "Refresh.SwitchFailed", cause: "Service billing could not be switched" } },
    expect: { status: "FAILED", error: "Refresh.SwitchFailed", visits: rolledBack, never: ["Publish metrics", "Clean up"] },
  }),
  scenario("a switch that fails once goes on where it stopped", dailyRefresh, {
    input,
    mocks: { ...mocks, "Switch services": [{ throws: "Refresh.SwitchFailed" }, mocks["Switch services"]] },
    expect: { status: "SUCCEEDED", never: ["Roll back services"] },
  }),
  scenario("a proof that was changed is refused", dailyRefresh, {
    input,
    mocks: { ...mocks, "Switch services": { throws: "Refresh.ProofInvalid" } },
    expect: { status: "FAILED", error: "Refresh.ProofInvalid", visits: rolledBack },
  }),
  scenario("objects are rolled back in several calls", dailyRefresh, {
    input,
    mocks: {
      ...mocks,
      "Switch services": { throws: "Refresh.ProofInvalid" },
      "Roll back objects": [returns({ done: false, objects: 1000 }), mocks["Roll back objects"]],
    },
    expect: { status: "FAILED", error: "Refresh.ProofInvalid", visits: { "Roll back objects": 2, "Record failure": 1 } },
  }),
  scenario("the roll-back fails as well: the failure is published, and the run stays marked for resuming", dailyRefresh, {
    input,
    mocks: { ...mocks, "Switch services": { throws: "Refresh.ProofInvalid" }, "Roll back services": { throws: "Refresh.RollBackFailed" } },
    expect: { status: "FAILED", error: "Refresh.RollBackFailed", visits: failureRoute, never: ["Roll back objects"] },
  }),
  scenario("rolling back the objects never ends", dailyRefresh, {
    input,
    mocks: { ...mocks, "Switch services": { throws: "Refresh.ProofInvalid" }, "Roll back objects": returns({ done: false, objects: 1 }) },
    expect: { status: "FAILED", error: "Poll.GaveUp", visits: failureRoute },
  }),
];

export const failuresAfterTheSwitch = [
  scenario("metrics cannot be published: the new generation stays live", dailyRefresh, {
    input,
    mocks: { ...mocks, "Publish metrics": { throws: "States.TaskFailed" } },
    expect: { status: "FAILED", error: "States.TaskFailed", visits: failureRoute, never: ["Roll back services", "Roll back objects"] },
  }),
  scenario("the summary fails: the new generation stays live", dailyRefresh, {
    input,
    mocks: { ...mocks, Summarize: { throws: "States.TaskFailed" } },
    expect: { status: "FAILED", error: "States.TaskFailed", visits: failureRoute, never: ["Roll back services"] },
  }),
  scenario("the clean-up fails: it is tried once more on the failure's way", dailyRefresh, {
    input,
    mocks: { ...mocks, "Clean up": { throws: "States.TaskFailed" } },
    expect: { status: "FAILED", error: "States.TaskFailed", visits: failureRoute, never: ["Roll back services"] },
  }),
];
