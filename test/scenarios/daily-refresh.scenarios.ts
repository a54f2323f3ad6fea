/** Scenarios of `daily-refresh`: the good night, and a failure in every stage before the switch. */
import { scenario } from "../../local/scenarios/index.ts";
import { dailyRefresh } from "../../workflows/daily-refresh/daily-refresh.ts";
import { failureRoute, input, goodNight as mocks, planned } from "./support/daily-refresh.ts";
import { returns, runId, throttledOnce } from "./support/values.ts";

const untouched = ["Publish objects", "Switch services", "Roll back services", "Publish metrics"] as const;

export const goodNights = [
  scenario("a good night stages, proves, tests, switches, measures and cleans up", dailyRefresh, {
    input,
    mocks,
    expect: {
      status: "SUCCEEDED",
      visits: [
        "Plan",
        "Sync S3",
        "Refresh DynamoDB",
        "Refresh Aurora",
        "Prove",
        "Run integration tests",
        "Publish objects",
        "Switch services",
        "Publish metrics",
        "Clean up",
      ],
      never: ["Clean up the run before", "Record failure", "Roll back services"],
      calls: {
        "Sync S3": { environment: "test", runId },
        "Refresh Aurora": { snapshotArn: planned.snapshotArn },
        "Switch services": { proofKey: `runs/${runId}/proof.json` },
        "Clean up": { runId },
      },
    },
  }),
  scenario("a run that was left over is cleaned up before anything else", dailyRefresh, {
    input,
    mocks: { ...mocks, Plan: returns({ ...planned, leftover: "20261123t0200-ffff" }) },
    expect: {
      status: "SUCCEEDED",
      visits: { "Clean up the run before": 1, "Sync S3": 1 },
      calls: { "Clean up the run before": { runId: "20261123t0200-ffff", execution: "" } },
    },
  }),
  scenario("Lambda's throttling is retried", dailyRefresh, {
    input,
    mocks: { ...mocks, Plan: throttledOnce(mocks.Plan), Prove: throttledOnce(mocks.Prove) },
    expect: { status: "SUCCEEDED", never: ["Record failure"] },
  }),
  scenario("many objects are published in several calls", dailyRefresh, {
    input,
    mocks: { ...mocks, "Publish objects": [returns({ done: false, objects: 1000 }), mocks["Publish objects"]] },
    expect: { status: "SUCCEEDED", visits: { "Publish objects": 2, "Switch services": 1 } },
  }),
];

export const failuresBeforeTheSwitch = [
  scenario("another run holds the lock", dailyRefresh, {
    input,
    mocks: { ...mocks, Plan: { throws: "Refresh.AlreadyRunning", cause: "Run 20261124t0100-0000 still works." } },
    expect: { status: "FAILED", error: "Refresh.AlreadyRunning", visits: failureRoute, never: ["Sync S3", ...untouched] },
  }),
  scenario("S3 fails", dailyRefresh, {
    input,
    mocks: { ...mocks, "Sync S3": { throws: "States.TaskFailed", cause: "S3.AccessDenied" } },
    expect: { status: "FAILED", error: "States.TaskFailed", visits: failureRoute, never: ["Refresh DynamoDB", ...untouched] },
  }),
  scenario("DynamoDB fails", dailyRefresh, {
    input,
    mocks: { ...mocks, "Refresh DynamoDB": { throws: "States.TaskFailed" } },
    expect: { status: "FAILED", error: "States.TaskFailed", visits: failureRoute, never: ["Refresh Aurora", ...untouched] },
  }),
  scenario("Aurora times out", dailyRefresh, {
    input,
    mocks: { ...mocks, "Refresh Aurora": { throws: "States.Timeout" } },
    expect: { status: "FAILED", error: "States.Timeout", visits: failureRoute, never: ["Prove", ...untouched] },
  }),
  scenario("the proof finds a leak", dailyRefresh, {
    input,
    mocks: { ...mocks, Prove: { throws: "Masking.LeakFound", cause: "1 value of production is in the output" } },
    expect: {
      status: "FAILED",
      error: "Masking.LeakFound",
      visits: failureRoute,
      never: ["Run integration tests", ...untouched],
      calls: { "Record failure": { error: "Masking.LeakFound" } },
    },
  }),
  scenario("an integration test fails", dailyRefresh, {
    input,
    mocks: { ...mocks, "Run integration tests": { throws: "Tests.Failed", cause: "2 of 30 tests failed" } },
    expect: { status: "FAILED", error: "Tests.Failed", visits: failureRoute, never: untouched },
  }),
  scenario("everything about publishing the failure fails too, and the clean-up still runs", dailyRefresh, {
    input,
    mocks: {
      ...mocks,
      Prove: { throws: "Masking.ProofIncomplete" },
      "Record failure": { throws: "States.TaskFailed" },
      "Publish failure": { throws: "SNS.NotFoundException" },
      "Publish failure metric": { throws: "States.TaskFailed" },
      "Clean up after failure": { throws: "States.TaskFailed" },
    },
    expect: { status: "FAILED", error: "Masking.ProofIncomplete", visits: failureRoute, never: untouched },
  }),
];
