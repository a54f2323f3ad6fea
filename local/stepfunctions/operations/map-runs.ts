/** Map Runs: what distributed Maps start. */
import { checkArn } from "../arns.ts";
import type { Executions } from "../executions.ts";
import type { JsonObject } from "../json.ts";
import type { MapRuns } from "../map/map-runs.ts";

export interface MapRunOperations {
  describeMapRun(input: { mapRunArn: string }): JsonObject;
  listMapRuns(input: { executionArn: string }): { mapRuns: readonly JsonObject[] };
  /** Changes a Map Run while it runs. */
  updateMapRun(input: {
    mapRunArn: string;
    maxConcurrency?: number;
    toleratedFailureCount?: number;
    toleratedFailurePercentage?: number;
  }): void;
}

export function mapRunOperations(mapRuns: MapRuns, executions: Executions): MapRunOperations {
  return {
    describeMapRun: ({ mapRunArn }) => mapRuns.describe(checkArn(mapRunArn, "mapRun")),
    listMapRuns: ({ executionArn }) => ({ mapRuns: mapRuns.list(executions.find(executionArn).start.arn) }),
    updateMapRun: ({ mapRunArn, maxConcurrency, toleratedFailureCount: count, toleratedFailurePercentage: percentage }) =>
      mapRuns.update(checkArn(mapRunArn, "mapRun"), {
        ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
        ...(count === undefined ? {} : { count }),
        ...(percentage === undefined ? {} : { percentage }),
      }),
  };
}
