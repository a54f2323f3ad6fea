/** Scenarios of `daily-refresh`: what passes by itself from the switch on, what does not, and what is measured. */
import { dailyRefresh } from "../../workflows/daily-refresh/daily-refresh.ts";
import { failureRoute, input, goodNight as mocks } from "./support/daily-refresh.ts";
import { returns, throttledOnce } from "./support/values.ts";
import { variationsOf } from "./support/variations.ts";

const vary = variationsOf(dailyRefresh, { input, mocks });
const rolledBack = ["Roll back services", "Roll back objects", ...failureRoute] as const;
const proofInvalid = { "Switch services": { throws: "Refresh.ProofInvalid", cause: "the signature is another one" } } as const;

const metric = (MetricName: string, Value: number, Unit: "Count" | "Seconds" = "Count") => ({
  MetricName,
  Value,
  Unit,
  Dimensions: [{ Name: "Environment", Value: input.environment }],
});

export const passingTroubleInTheSwitch = [
  vary(
    "S3 and Lambda throttle the publication, and go on",
    { "Publish objects": [{ throws: "S3.Throttled" }, { throws: "Lambda.SdkClientException" }, mocks["Publish objects"]] },
    { status: "SUCCEEDED", visits: { "Publish objects": 1, "Switch services": 1 }, never: ["Roll back services"] },
  ),
  vary(
    "S3 throttles the publication for good: everything is rolled back",
    { "Publish objects": [returns({ done: false, objects: 1000 }), { throws: "S3.Throttled" }] },
    {
      status: "FAILED",
      error: "S3.Throttled",
      visits: ["Publish objects: wait", ...rolledBack],
      never: ["Publish objects: gave up", "Switch services", "Publish metrics"],
    },
  ),
  vary(
    "Lambda throttles the switch, and lets it through",
    { "Switch services": throttledOnce(mocks["Switch services"]) },
    { status: "SUCCEEDED", visits: { "Switch services": 1 }, never: ["Roll back services"] },
  ),
  vary(
    "Lambda is gone while the services are switched: everything is rolled back",
    { "Switch services": { throws: "Lambda.ServiceException" } },
    { status: "FAILED", error: "Lambda.ServiceException", visits: rolledBack, never: ["Summarize", "Publish metrics"] },
  ),
  vary(
    "the switch takes too long: everything is rolled back",
    { "Switch services": { throws: "States.Timeout" } },
    { status: "FAILED", error: "States.Timeout", visits: rolledBack, never: ["Summarize"] },
  ),
];

export const rollingBack = [
  vary("what is recorded after the roll-back is why the switch failed", proofInvalid, {
    status: "FAILED",
    error: "Refresh.ProofInvalid",
    cause: "the signature is another one",
    visits: { "Roll back services": 1, "Roll back objects": 1, "Record failure": 1 },
    calls: { "Record failure": { error: "Refresh.ProofInvalid", cause: "the signature is another one" } },
  }),
  vary(
    "the roll-back fails, and succeeds when it is tried again",
    {
      ...proofInvalid,
      "Roll back services": [{ throws: "Refresh.RollBackFailed" }, { throws: "States.Timeout" }, mocks["Roll back services"]],
    },
    { status: "FAILED", error: "Refresh.ProofInvalid", visits: rolledBack },
  ),
  vary(
    "Lambda throttles the roll-back of the objects once",
    { ...proofInvalid, "Roll back objects": throttledOnce(mocks["Roll back objects"]) },
    { status: "FAILED", error: "Refresh.ProofInvalid", visits: rolledBack },
  ),
  vary(
    "the objects cannot be rolled back: that is published",
    { ...proofInvalid, "Roll back objects": { throws: "States.TaskFailed" } },
    { status: "FAILED", error: "States.TaskFailed", visits: rolledBack, never: ["Roll back objects: gave up"] },
  ),
];

export const measuring = [
  vary(
    "services that are held or degraded are no failure, and are measured",
    {
      Summarize: returns({ ...mocks.Summarize.returns, services: 2, held: 1, degraded: 1 }),
      "Switch services": returns({ switched: 2, held: 1 }),
    },
    {
      status: "SUCCEEDED",
      never: ["Record failure"],
      calls: {
        Summarize: { testsPassed: 30 },
        "Publish metrics": {
          MetricData: [
            metric("RefreshSucceeded", 1),
            metric("Services", 2),
            metric("ServicesHeld", 1),
            metric("ServicesDegraded", 1),
            metric("Objects", 345),
            metric("Items", 12000),
            metric("Rows", 30000),
            metric("TestsPassed", 30),
            metric("Duration", 61.5, "Seconds"),
            metric("GenerationAge", 3600, "Seconds"),
          ],
        },
      },
    },
  ),
  vary(
    "Lambda throttles the tests and the summary once",
    { "Run integration tests": throttledOnce(mocks["Run integration tests"]), Summarize: throttledOnce(mocks.Summarize) },
    { status: "SUCCEEDED", never: ["Record failure"] },
  ),
  vary(
    "the clean-up takes too long: the new generation stays live",
    { "Clean up": { throws: "States.Timeout" } },
    { status: "FAILED", error: "States.Timeout", visits: failureRoute, never: ["Roll back services", "Roll back objects"] },
  ),
];
