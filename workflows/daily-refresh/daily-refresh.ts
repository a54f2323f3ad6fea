/** The nightly refresh: stage everything, prove everything, switch once. */
import { z } from "zod";
import { runTests } from "../../handlers/integration-tests/contract.ts";
import {
  beginRollBack,
  plan,
  preview,
  prove,
  recordFailure,
  resume,
  rollBackServices,
  summarize,
  switchServices,
} from "../../handlers/masking/contract.ts";
import { publish, rollBack } from "../../handlers/s3-sync/contract.ts";
import { type WorkflowMetric, workflowMetrics } from "../../handlers/shared/metric-names.ts";
import { EnvironmentName, RunId } from "../../handlers/shared/names.ts";
import { auroraRefresh } from "../aurora-refresh/aurora-refresh.ts";
import * as aws from "../aws/index.ts";
import { dynamodbRefresh } from "../dynamodb-refresh/dynamodb-refresh.ts";
import { child, eq, ifPresent, ne, present, text, token, when, workflow } from "../kit/index.ts";
import { refreshCleanup } from "../refresh-cleanup/refresh-cleanup.ts";
import { s3Sync } from "../s3-sync/s3-sync.ts";

const cleanUp = child(refreshCleanup, { stateMachine: "refresh_cleanup" });

const metric = <V, E>(MetricName: WorkflowMetric, Value: V, environment: E) => ({
  MetricName,
  Value,
  Unit: workflowMetrics[MetricName],
  Dimensions: [{ Name: "Environment", Value: environment }],
});

export const dailyRefresh = workflow({
  name: "daily-refresh",
  comment: "Copies production into the test environment every night: masked, proved, tested, then switched at once.",
  // What operators ask for stands beside the environment, one at most: `resume` enters at the switch with a run that stopped in
  // it, `rollBack` goes back to what a run has replaced, `preview` only says what a run would do.
  input: z.object({
    environment: EnvironmentName,
    resume: RunId.optional(),
    rollBack: RunId.optional(),
    preview: z.literal(true).optional(),
  }),
  timeoutSeconds: 20 * 3600,
  tasks: {
    Preview: preview,
    "Check the roll-back": beginRollBack,
    "Roll back and clean up": cleanUp,
    "Take up the run": resume,
    Plan: plan,
    "Clean up the run before": cleanUp,
    "Sync S3": child(s3Sync, { stateMachine: "s3_sync" }),
    "Refresh DynamoDB": child(dynamodbRefresh, { stateMachine: "dynamodb_refresh" }),
    "Refresh Aurora": child(auroraRefresh, { stateMachine: "aurora_refresh" }),
    Prove: prove,
    "Run integration tests": runTests,
    "Publish objects": publish,
    "Switch services": switchServices,
    Summarize: summarize,
    "Publish metrics": aws.putMetricData,
    "Clean up": cleanUp,
    "Roll back services": rollBackServices,
    "Roll back objects": rollBack,
    "Record failure": recordFailure,
    "Publish failure": aws.publishMessage,
    "Publish failure metric": aws.putMetricData,
    "Clean up after failure": cleanUp,
  },
}).define(({ input, context, run, poll, choice, guard, onFailure, goto, fail, succeed }) => {
  const { environment } = input;
  const execution = context.Execution.Id;

  choice(
    "Is only the plan asked for?",
    [
      when(present(input.preview), () => {
        run("Preview", { environment }, { retry: [aws.lambdaRetry], ignore: ["States.ALL"] });
        succeed("Previewed");
      }),
    ],
    () => {},
  );

  const failed = onFailure("Record failure", (failure) => {
    run(
      "Record failure",
      { environment, execution, error: failure.Error, cause: failure.Cause },
      { retry: [aws.lambdaRetry], ignore: ["States.ALL"] },
    );
    run(
      "Publish failure",
      {
        TopicArn: token("failure_topic_arn"),
        Subject: text`The refresh of ${environment} failed`,
        Message: text`The refresh of ${environment} failed with ${failure.Error}. The cause stands in the history of ${execution}.`,
      },
      { ignore: ["States.ALL"] },
    );
    run(
      "Publish failure metric",
      {
        Namespace: token("metrics_namespace"),
        MetricData: [metric("RefreshFailed", 1, environment)],
      },
      { ignore: ["States.ALL"] },
    );
    run("Clean up after failure", { environment, execution, runId: "" }, { ignore: ["States.ALL"] });
    fail("Refresh failed", failure.Error, failure.Cause);
  });

  guard(failed, () => {
    const { runId, proofKey, testsPassed } = choice(
      "Does a run go on?",
      [
        ifPresent(input.rollBack, (named) => {
          const { runId } = run("Check the roll-back", { environment, execution, runId: named }, { retry: [aws.lambdaRetry] });
          run("Roll back and clean up", { environment, execution, runId });
          return succeed("Rolled back");
        }),
        ifPresent(input.resume, (named) => run("Take up the run", { environment, execution, runId: named }, { retry: [aws.lambdaRetry] })),
      ],
      () => {
        const { runId, asOf, leftover, tablesKey, snapshotArn } = run(
          "Plan",
          { environment, execution: { arn: execution, name: context.Execution.Name, startTime: context.Execution.StartTime } },
          { retry: [aws.lambdaRetry] },
        );
        choice(
          "Is a run left over?",
          [when(ne(leftover, ""), () => void run("Clean up the run before", { environment, execution: "", runId: leftover }))],
          () => {},
        );

        run("Sync S3", { environment, runId, asOf });
        run("Refresh DynamoDB", { environment, runId, asOf, tablesKey });
        run("Refresh Aurora", { environment, runId, snapshotArn });

        const { proofKey } = run("Prove", { environment, runId }, { retry: [aws.lambdaRetry] });
        const tests = run("Run integration tests", { environment, runId }, { retry: [aws.lambdaRetry] });
        return { runId, proofKey, testsPassed: tests.passed };
      },
    );

    const switchFailed = onFailure("Roll back services", () => {
      run("Roll back services", { environment, runId }, { retry: [{ errors: ["States.ALL"], every: 5, max: 5, backoff: 2 }] });
      poll(
        "Roll back objects",
        { environment, runId },
        { every: 1, atMost: 300, until: ({ done }) => eq(done, true), retry: [aws.lambdaRetry] },
      );
      goto(failed);
    });
    guard(switchFailed, () => {
      poll(
        "Publish objects",
        { environment, runId },
        {
          every: 1,
          atMost: 300,
          until: ({ done }) => eq(done, true),
          retry: [{ errors: ["S3.Throttled"], every: 5, max: 6, backoff: 2 }, aws.lambdaRetry],
        },
      );
      run(
        "Switch services",
        { environment, runId, proofKey },
        { retry: [{ errors: ["Refresh.SwitchFailed"], every: 5, max: 3, backoff: 2 }, aws.lambdaRetry] },
      );
    });

    const done = run("Summarize", { environment, runId, testsPassed }, { retry: [aws.lambdaRetry] });
    run("Publish metrics", {
      Namespace: token("metrics_namespace"),
      MetricData: [
        metric("RefreshSucceeded", 1, environment),
        metric("Services", done.services, environment),
        metric("ServicesHeld", done.held, environment),
        metric("ServicesDegraded", done.degraded, environment),
        metric("Objects", done.objects, environment),
        metric("Items", done.items, environment),
        metric("Rows", done.rows, environment),
        metric("TestsPassed", testsPassed, environment),
        metric("Duration", done.seconds, environment),
        metric("GenerationAge", done.generationAgeSeconds, environment),
      ],
    });
    run("Clean up", { environment, execution, runId });
  });
});
