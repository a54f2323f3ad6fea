/** Operations on executions and Map Runs. */
import type { HistoryEvent } from "../history.ts";
import { isObject, type JsonObject } from "../json.ts";
import { flag, optional, optionalNumber, optionalText, seconds, text, validationError, withSeconds } from "./members.ts";
import type { Operation } from "./operations.ts";
import { page } from "./paging.ts";

const statuses = ["SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING"];

export const executionOperations: Record<string, Operation> = {
  StartExecution: (engine, input) => {
    const started = engine.startExecution({
      stateMachineArn: text(input, "stateMachineArn"),
      ...optional("name", optionalText(input, "name")),
      ...optional("input", optionalText(input, "input")),
    });
    return withSeconds(started);
  },

  StartSyncExecution: async (engine, input) => {
    const ended = await engine.startSyncExecution({
      stateMachineArn: text(input, "stateMachineArn"),
      ...optional("name", optionalText(input, "name")),
      ...optional("input", optionalText(input, "input")),
    });
    return withSeconds(ended);
  },

  DescribeExecution: (engine, input) => withSeconds(engine.describeExecution({ executionArn: text(input, "executionArn") })),

  GetExecutionHistory: (engine, input) => {
    const { events } = engine.getExecutionHistory({ executionArn: text(input, "executionArn") });
    const ordered = flag(input, "reverseOrder", false) ? events.toReversed() : events;
    const { items, nextToken } = page(ordered, input);
    const withData = flag(input, "includeExecutionData", true);
    return { events: items.map((event) => historyEvent(event, withData)), ...optional("nextToken", nextToken) };
  },

  ListExecutions: (engine, input) => {
    const statusFilter = optionalText(input, "statusFilter");
    if (statusFilter !== undefined && !statuses.includes(statusFilter)) {
      const constraint = `Member must satisfy enum value set: [${statuses.join(", ")}]`;
      throw validationError(`Value '${statusFilter}' at 'statusFilter' failed to satisfy constraint: ${constraint}`);
    }
    const { executions } = engine.listExecutions({
      ...optional("stateMachineArn", optionalText(input, "stateMachineArn")),
      ...optional("mapRunArn", optionalText(input, "mapRunArn")),
      ...optional("statusFilter", statusFilter),
    });
    const { items, nextToken } = page(executions, input);
    return { executions: items.map(withSeconds), ...optional("nextToken", nextToken) };
  },

  StopExecution: async (engine, input) => {
    const executionArn = text(input, "executionArn");
    engine.stopExecution({
      executionArn,
      ...optional("error", optionalText(input, "error")),
      ...optional("cause", optionalText(input, "cause")),
    });
    const { stopDate } = await engine.waitFor(executionArn);
    return { stopDate: seconds(stopDate ?? engine.clock.now()) };
  },

  RedriveExecution: (engine, input) => withSeconds(engine.redriveExecution({ executionArn: text(input, "executionArn") })),

  DescribeMapRun: (engine, input) => withSeconds(engine.describeMapRun({ mapRunArn: text(input, "mapRunArn") })),

  UpdateMapRun: (engine, input) => {
    engine.updateMapRun({
      mapRunArn: text(input, "mapRunArn"),
      ...optional("maxConcurrency", limit(input, "maxConcurrency")),
      ...optional("toleratedFailureCount", limit(input, "toleratedFailureCount")),
      ...optional("toleratedFailurePercentage", limit(input, "toleratedFailurePercentage", 100)),
    });
    return {};
  },

  ListMapRuns: (engine, input) => {
    const { items, nextToken } = page(engine.listMapRuns({ executionArn: text(input, "executionArn") }).mapRuns, input);
    return { mapRuns: items.map(withSeconds), ...optional("nextToken", nextToken) };
  },
};

function limit(input: JsonObject, member: string, most = Number.POSITIVE_INFINITY): number | undefined {
  const value = optionalNumber(input, member);
  if (value === undefined || (value >= 0 && value <= most)) return value;
  const rule = value < 0 ? "greater than or equal to 0" : `less than or equal to ${most}`;
  throw validationError(`Value '${value}' at '${member}' failed to satisfy constraint: Member must have value ${rule}`);
}

/** An event as the API gives it: seconds, and no data when none was asked for. */
function historyEvent(event: HistoryEvent, withData: boolean): object {
  const timestamp = seconds(event.timestamp);
  if (withData) return { ...event, timestamp };
  return Object.fromEntries(
    Object.entries({ ...event, timestamp }).map(([name, value]) => [name, isObject(value) ? withoutData(value) : value]),
  );
}

function withoutData(details: JsonObject): JsonObject {
  const data = ["input", "output", "inputDetails", "outputDetails", "parameters", "error", "cause"];
  return Object.fromEntries(Object.entries(details).filter(([name]) => !data.includes(name)));
}
