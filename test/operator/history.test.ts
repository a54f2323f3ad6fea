import type { HistoryEvent } from "@aws-sdk/client-sfn";
import fc from "fast-check";
import { median, stagesOf, typicalSeconds } from "../../local/operator/history.ts";
import { openState } from "../../local/operator/waiting.ts";

const start = Date.UTC(2026, 10, 24, 2);
/** Events at seconds after the start: `+` a state is entered, `-` left; `Task+` is a Task's. */
const history = (...given: readonly (readonly [second: number, type: string, name?: string])[]): HistoryEvent[] =>
  given.map(([second, type, name], i) => ({
    id: i + 1,
    type: type as HistoryEvent["type"] & string,
    timestamp: new Date(start + second * 1000),
    ...(type.endsWith("Entered") ? { stateEnteredEventDetails: { name: name ?? "" } } : {}),
    ...(type.endsWith("Exited") ? { stateExitedEventDetails: { name: name ?? "" } } : {}),
  })) as HistoryEvent[];
const inShort = (events: HistoryEvent[], second = 100) =>
  stagesOf(events, start + second * 1000).map(({ name, status, seconds }) => [name, status, seconds]);

describe("the stages of a history", () => {
  it("are its Task states; the last one runs until now", () => {
    const events = history(
      [0, "ExecutionStarted"],
      [0, "ChoiceStateEntered", "Is only the plan asked for?"],
      [0, "ChoiceStateExited", "Is only the plan asked for?"],
      [1, "TaskStateEntered", "Plan"],
      [3, "TaskStateExited", "Plan"],
      [3, "TaskStateEntered", "Sync S3"],
      [3, "TaskScheduled"],
    );
    expect(inShort(events, 63)).toEqual([
      ["Plan", "succeeded", 2],
      ["Sync S3", "running", 60],
    ]);
  });

  it("are one for a poll with all its states, also while it waits", () => {
    const events = history(
      [0, "PassStateEntered", "Publish objects: start"],
      [0, "PassStateExited", "Publish objects: start"],
      [1, "TaskStateEntered", "Publish objects"],
      [2, "TaskStateExited", "Publish objects"],
      [2, "WaitStateEntered", "Publish objects: wait"],
      [3, "WaitStateExited", "Publish objects: wait"],
      [3, "TaskStateEntered", "Publish objects"],
      [9, "TaskStateExited", "Publish objects"],
      [9, "WaitStateEntered", "Publish objects: wait"],
    );
    expect(inShort(events, 10)).toEqual([["Publish objects", "running", 10]]);
  });

  it("have failed when their last attempt did, and not when a retry went well", () => {
    const events = history(
      [0, "TaskStateEntered", "Plan"],
      [0, "TaskScheduled"],
      [1, "TaskFailed"],
      [3, "TaskScheduled"],
      [4, "TaskSucceeded"],
      [4, "TaskStateExited", "Plan"],
      [4, "TaskStateEntered", "Prove"],
      [4, "TaskScheduled"],
      [6, "TaskTimedOut"],
      [6, "TaskStateExited", "Prove"],
      [6, "TaskStateEntered", "Record failure"],
      [7, "TaskStateExited", "Record failure"],
      [7, "ExecutionFailed"],
    );
    expect(inShort(events)).toEqual([
      ["Plan", "succeeded", 4],
      ["Prove", "failed", 2],
      ["Record failure", "succeeded", 1],
    ]);
  });

  it("end with the execution that was stopped inside one", () => {
    expect(inShort(history([0, "TaskStateEntered", "Sync S3"], [5, "ExecutionAborted"]))).toEqual([["Sync S3", "failed", 5]]);
  });
});

describe("typical durations", () => {
  it("are the median, which lies between the least and the most, with as many values below as above", () => {
    expect(median([])).toBeUndefined();
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 1, maxLength: 30 }), (values) => {
        const middle = median(values) ?? Number.NaN;
        expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2);
        expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2);
        expect(middle).toBeGreaterThanOrEqual(Math.min(...values));
        expect(middle).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });

  it("leave out what failed", () => {
    const stage = (seconds: number, status: "succeeded" | "failed") => [{ name: "Prove", seconds, status, since: new Date(start) }];
    expect([...typicalSeconds([stage(2, "succeeded"), stage(90, "failed"), stage(4, "succeeded")])]).toEqual([["Prove", 3]]);
  });
});

describe("the state that an execution is in", () => {
  const submitted = {
    type: "TaskSubmitted",
    taskSubmittedEventDetails: { resourceType: "states", output: '{"ExecutionArn":"arn:child"}' },
  } as unknown as HistoryEvent;

  it("is the last one that was not left, with the execution that it started", () => {
    const events = [
      ...history(
        [0, "ExecutionStarted"],
        [1, "TaskStateEntered", "Plan"],
        [2, "TaskStateExited", "Plan"],
        [3, "TaskStateEntered", "Sync S3"],
      ),
      submitted,
    ];
    expect(openState(events.toReversed())).toMatchObject({ name: "Sync S3", since: new Date(start + 3_000), execution: "arn:child" });
  });

  it("is a Map's when its last iteration has ended, without what the iteration had started", () => {
    const events = [
      ...history([1, "MapStateEntered", "Delete clusters"], [2, "TaskStateEntered", "Delete cluster"]),
      submitted,
      ...history([3, "TaskStateExited", "Delete cluster"]),
    ];
    expect(openState(events.toReversed())).toEqual({ name: "Delete clusters", since: new Date(start + 1_000) });
  });

  it("is none once it has ended, and none of what cannot be read", () => {
    expect(openState(history([0, "TaskStateEntered", "Plan"], [1, "ExecutionSucceeded"]).toReversed())).toBeUndefined();
    expect(openState([])).toBeUndefined();
    const garbled = { ...submitted, taskSubmittedEventDetails: { resourceType: "states", output: "no JSON" } } as HistoryEvent;
    expect(openState([garbled, ...history([0, "TaskStateEntered", "Sync S3"])])?.execution).toBeUndefined();
  });
});
