/** Scenarios of `daily-refresh`: what else stops it before the switch, and that no single loss stops the failure's way. */
import { dailyRefresh } from "../../workflows/daily-refresh/daily-refresh.ts";
import { failureRoute, input, goodNight as mocks, planned } from "./support/daily-refresh.ts";
import { returns } from "./support/values.ts";
import { variationsOf } from "./support/variations.ts";

const vary = variationsOf(dailyRefresh, { input, mocks });
const untouched = ["Publish objects", "Switch services", "Roll back services", "Publish metrics", "Clean up"] as const;
const fails = <E extends string>(error: E) => ({ status: "FAILED", error, visits: failureRoute }) as const;
const leak = { Prove: { throws: "Masking.LeakFound", cause: "1 value of production is in the output" } } as const;

export const otherFailuresBeforeTheSwitch = [
  vary(
    "the plan fails",
    { Plan: { throws: "Refresh.PlanFailed", cause: "The rules of billing cannot be read" } },
    { ...fails("Refresh.PlanFailed"), cause: "The rules of billing", never: ["Is a run left over?", "Sync S3", ...untouched] },
  ),
  vary(
    "Lambda throttles the plan for good",
    { Plan: { throws: "Lambda.TooManyRequestsException" } },
    { ...fails("Lambda.TooManyRequestsException"), never: ["Sync S3", ...untouched] },
  ),
  vary(
    "the run that was left over cannot be cleaned up: tonight's does not begin",
    { Plan: returns({ ...planned, leftover: "20261123t0200-ffff" }), "Clean up the run before": { throws: "States.TaskFailed" } },
    { ...fails("States.TaskFailed"), never: ["Sync S3", ...untouched] },
  ),
  vary(
    "S3 takes too long",
    { "Sync S3": { throws: "States.Timeout" } },
    { ...fails("States.Timeout"), never: ["Refresh DynamoDB", ...untouched] },
  ),
  vary(
    "Aurora fails: its cause is handed on",
    { "Refresh Aurora": { throws: "States.TaskFailed", cause: '{"Error":"Masking.LeakFound"}' } },
    {
      ...fails("States.TaskFailed"),
      cause: "Masking.LeakFound",
      never: ["Prove", ...untouched],
      calls: { "Record failure": { error: "States.TaskFailed", cause: '{"Error":"Masking.LeakFound"}' } },
    },
  ),
  vary(
    "the proof lacks a store",
    { Prove: { throws: "Masking.ProofIncomplete" } },
    { ...fails("Masking.ProofIncomplete"), never: ["Run integration tests", ...untouched] },
  ),
  vary(
    "a candidate that should be tested is missing",
    { "Run integration tests": { throws: "Tests.CandidatesMissing" } },
    { ...fails("Tests.CandidatesMissing"), never: untouched },
  ),
];

export const onTheFailuresWay = [
  vary("the failure is told by name, and its cause stays in the history", leak, {
    ...fails("Masking.LeakFound"),
    cause: "1 value of production is in the output",
    calls: {
      "Record failure": { environment: "test", error: "Masking.LeakFound", cause: "1 value of production is in the output" },
      "Publish failure": { TopicArn: "arn:aws:scenario:us-west-2:222222222222:failure-topic", Subject: "The refresh of test failed" },
      "Publish failure metric": {
        MetricData: [{ MetricName: "RefreshFailed", Value: 1, Unit: "Count", Dimensions: [{ Name: "Environment", Value: "test" }] }],
      },
      // No run id: when the plan has failed there is none, and the clean-up finds the run by its execution.
      "Clean up after failure": { environment: "test", runId: "" },
    },
  }),
  vary("the failure cannot be recorded", { ...leak, "Record failure": { throws: "States.Timeout" } }, fails("Masking.LeakFound")),
  vary(
    "Lambda throttles the record of the failure once",
    { ...leak, "Record failure": [{ throws: "Lambda.TooManyRequestsException" }, mocks["Record failure"]] },
    fails("Masking.LeakFound"),
  ),
  vary("the topic is gone", { ...leak, "Publish failure": { throws: "SNS.NotFoundException" } }, fails("Masking.LeakFound")),
  vary("the topic is closed", { ...leak, "Publish failure": { throws: "SNS.AuthorizationErrorException" } }, fails("Masking.LeakFound")),
  vary("no metric is taken", { ...leak, "Publish failure metric": { throws: "States.TaskFailed" } }, fails("Masking.LeakFound")),
  vary(
    "the clean-up after the failure fails: the first error is the one that is told",
    { ...leak, "Clean up after failure": { throws: "States.TaskFailed", cause: "the quarantine is not empty" } },
    { ...fails("Masking.LeakFound"), cause: "1 value of production" },
  ),
];
