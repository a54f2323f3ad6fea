/** The filters and pages of the Describe calls. */
import { AwsError } from "../../gateway/service.ts";
import type { Execution, StepRecord } from "../execution.ts";

type Read<T> = (item: T, wanted: string) => boolean;

const equals =
  <T>(value: (item: T) => string | number | undefined): Read<T> =>
  (item, wanted) =>
    String(value(item) ?? "") === wanted;
const before =
  <T>(start: (item: T) => number | undefined): Read<T> =>
  (item, wanted) =>
    (start(item) ?? Number.POSITIVE_INFINITY) <= Date.parse(wanted);
const after =
  <T>(start: (item: T) => number | undefined): Read<T> =>
  (item, wanted) =>
    (start(item) ?? Number.NEGATIVE_INFINITY) >= Date.parse(wanted);
const running = ({ steps }: Execution): StepRecord | undefined => steps.find(({ status }) => status === "InProgress");

/** Those of DescribeAutomationExecutions; an execution here has no parent and no other type than Local. */
export const EXECUTION_FILTERS: ReadonlyMap<string, Read<Execution>> = new Map([
  ["DocumentNamePrefix", ({ documentName }, wanted) => documentName.startsWith(wanted)],
  ["ExecutionStatus", equals((execution) => execution.status)],
  ["ExecutionId", equals((execution) => execution.id)],
  ["ParentExecutionId", () => false],
  ["CurrentAction", equals((execution) => running(execution)?.definition.action)],
  ["AutomationType", (_, wanted) => wanted === "Local"],
  ["StartTimeBefore", before((execution) => execution.startedAt)],
  ["StartTimeAfter", after((execution) => execution.startedAt)],
]);

/** Those of DescribeAutomationStepExecutions. */
export const STEP_FILTERS: ReadonlyMap<string, Read<StepRecord>> = new Map([
  ["StepName", equals((step) => step.definition.name)],
  ["Action", equals((step) => step.definition.action)],
  ["StepExecutionId", equals((step) => step.id)],
  ["StepExecutionStatus", equals((step) => step.status)],
  ["StartTimeBefore", before((step) => step.startedAt)],
  ["StartTimeAfter", after((step) => step.startedAt)],
  ["ParentStepExecutionId", equals((step) => step.parent?.StepExecutionId)],
  ["ParentStepIteration", equals((step) => step.parent?.Iteration)],
  ["ParentStepIteratorValue", equals((step) => step.parent?.IteratorValue)],
]);

/**
 * The items that meet every filter; a filter is met by any of its values.
 *
 * @throws AwsError InvalidFilterKey, InvalidFilterValue
 */
export function filtered<T>(items: readonly T[], filters: unknown, known: ReadonlyMap<string, Read<T>>): readonly T[] {
  let left = items;
  for (const { Key, Values } of (filters ?? []) as { Key: string; Values?: string[] }[]) {
    const meets = known.get(Key);
    if (!meets) throw new AwsError("InvalidFilterKey", `There is no filter ${Key}; there are ${[...known.keys()].join(", ")}.`);
    if (!Values?.length) throw new AwsError("InvalidFilterValue", `The filter ${Key} has no value.`);
    if (Key.startsWith("StartTime") && Values.some((value) => Number.isNaN(Date.parse(value)))) {
      throw new AwsError("InvalidFilterValue", `The filter ${Key} takes a time in ISO 8601.`);
    }
    left = left.filter((item) => Values.some((wanted) => meets(item, wanted)));
  }
  return left;
}

/** A page of at most 50. @throws AwsError ValidationException, InvalidNextToken */
export function page<T>(
  all: readonly T[],
  { MaxResults = 50, NextToken = "0" }: Readonly<Record<string, unknown>>,
): { items: readonly T[]; next: { NextToken?: string } } {
  const size = Number(MaxResults);
  if (!Number.isInteger(size) || size < 1 || size > 50) {
    throw new AwsError(
      "ValidationException",
      `1 validation error detected: Value '${String(MaxResults)}' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and 50`,
    );
  }
  const from = Number(NextToken);
  if (!Number.isInteger(from) || from < 0) throw new AwsError("InvalidNextToken", "The specified token is not valid.");
  const to = from + size;
  return { items: all.slice(from, to), next: to < all.length ? { NextToken: String(to) } : {} };
}
