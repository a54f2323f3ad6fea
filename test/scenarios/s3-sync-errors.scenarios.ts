/** Scenarios of `s3-sync`: throttling that stays, objects that change, a manifest that is missing. */
import { s3Sync } from "../../workflows/s3-sync/s3-sync.ts";
import { files, input, goodRun as mocks, slices, slicesKey } from "./support/s3-sync.ts";
import { returns, runId, throttledOnce } from "./support/values.ts";
import { variationsOf } from "./support/variations.ts";

const vary = variationsOf(s3Sync, { input, mocks, files });
const batchFailed = { status: "FAILED", error: "States.ExceedToleratedFailureThreshold", never: ["Check objects"] } as const;

export const listing = [
  vary(
    "S3 throttles the list for good",
    { "List production": { throws: "S3.Throttled" } },
    { status: "FAILED", error: "S3.Throttled", visits: { "List production": 1 }, never: ["List production: gave up", "Copy objects"] },
  ),
  vary(
    "throttling between two pages starts its retries anew",
    {
      "List production": [
        { throws: "S3.Throttled" },
        returns({ done: false, objects: 60, slicesKey: "" }),
        { throws: "S3.Throttled" },
        { throws: "Lambda.TooManyRequestsException" },
        mocks["List production"],
      ],
    },
    { status: "SUCCEEDED", visits: { "List production": 2 } },
  ),
  vary(
    "the manifest is missing",
    {},
    { status: "FAILED", error: "States.ItemReaderFailed", cause: slicesKey, never: ["Copy batch"] },
    { files: {} },
  ),
];

export const copying = [
  vary(
    "the last batch holds what is left, and says only where it stands",
    {},
    {
      status: "SUCCEEDED",
      visits: { "Copy batch": 3 },
      calls: { "Copy batch": { environment: "test", runId, slices: slices(120).slice(2) } },
    },
  ),
  vary(
    "exactly fifty objects are one batch",
    {},
    { status: "SUCCEEDED", visits: { "Copy batch": 1 } },
    { files: { [slicesKey]: slices(50) } },
  ),
  vary(
    "a throttled batch is waited out",
    { "Copy batch": [mocks["Copy batch"], { throws: "S3.Throttled" }, { throws: "Lambda.ServiceException" }, mocks["Copy batch"]] },
    { status: "SUCCEEDED", visits: { "Copy batch": 3 } },
  ),
  vary("batches are throttled for good", { "Copy batch": { throws: "S3.Throttled" } }, batchFailed),
  vary(
    "a batch of large objects takes several calls, and one of them dies",
    {
      "Copy batch": [{ throws: "S3.Unfinished" }, { throws: "S3.Unfinished" }, { throws: "States.TaskFailed" }, mocks["Copy batch"]],
    },
    { status: "SUCCEEDED", visits: { "Copy batch": 3 } },
  ),
  vary(
    "the staging bucket denies one batch for good",
    { "Copy batch": [mocks["Copy batch"], mocks["Copy batch"], { throws: "S3.AccessDenied" }] },
    batchFailed,
  ),
];

export const checking = [
  vary("Lambda throttles the check once", { "Check objects": throttledOnce(mocks["Check objects"]) }, { status: "SUCCEEDED" }),
  vary(
    "Lambda throttles the check for good",
    { "Check objects": { throws: "Lambda.TooManyRequestsException" } },
    { status: "FAILED", error: "Lambda.TooManyRequestsException", visits: { "Check objects": 1 } },
  ),
];
