/** Scenarios of `s3-sync`. */
import { scenario } from "../../local/scenarios/index.ts";
import { s3Sync } from "../../workflows/s3-sync/s3-sync.ts";
import { done, files, input, goodRun as mocks, slicesKey } from "./support/s3-sync.ts";
import { asOf, inRun, returns } from "./support/values.ts";

export const s3SyncScenarios = [
  scenario("every slice of the manifest is a batch", s3Sync, {
    input,
    mocks,
    files,
    expect: {
      status: "SUCCEEDED",
      output: { objects: 120 },
      visits: { "Copy batch": 3, "List production": 1 },
      calls: { "Copy batch": { runId: inRun.runId }, "List production": { asOf } },
    },
  }),
  scenario("production is listed page by page until it is done", s3Sync, {
    input,
    mocks: { ...mocks, "List production": [returns({ done: false, objects: 0, slicesKey: "" }), mocks["List production"]] },
    files,
    expect: { status: "SUCCEEDED", visits: { "List production": 2, "List production: wait": 1 } },
  }),
  scenario("an empty production is no failure", s3Sync, {
    input,
    mocks: { ...mocks, "Check objects": returns({ ...done, objects: 0, masked: 0 }) },
    files: { [slicesKey]: [] },
    expect: { status: "SUCCEEDED", output: { objects: 0 }, never: ["Copy batch"] },
  }),
  scenario("throttling is waited out", s3Sync, {
    input,
    mocks: { ...mocks, "List production": [{ throws: "S3.Throttled" }, { throws: "S3.Throttled" }, mocks["List production"]] },
    files,
    expect: { status: "SUCCEEDED" },
  }),
  scenario("production denies the list", s3Sync, {
    input,
    mocks: { ...mocks, "List production": { throws: "S3.AccessDenied", cause: "the reader role may not list" } },
    expect: { status: "FAILED", error: "S3.AccessDenied", never: ["Copy objects"] },
  }),
  scenario("a listing that never ends is given up", s3Sync, {
    input,
    mocks: { ...mocks, "List production": returns({ done: false, objects: 0, slicesKey: "" }) },
    expect: { status: "FAILED", error: "Poll.GaveUp", never: ["Copy objects"] },
  }),
  scenario("a batch that cannot be written fails the Map", s3Sync, {
    input,
    mocks: { ...mocks, "Copy batch": { throws: "S3.AccessDenied" } },
    files,
    expect: { status: "FAILED", error: "States.ExceedToleratedFailureThreshold", never: ["Check objects"] },
  }),
  scenario("objects that are missing in the end fail the check", s3Sync, {
    input,
    mocks: { ...mocks, "Check objects": { throws: "S3.Incomplete", cause: "120 objects were listed and 119 worked on" } },
    files,
    expect: { status: "FAILED", error: "S3.Incomplete" },
  }),
];
