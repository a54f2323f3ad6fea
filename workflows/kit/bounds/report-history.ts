/** Says which loops nothing bounds, and which states weigh most where a history has more events than the service allows. */
import type { Scope } from "../build/scope.ts";
import type { DistributedState } from "../build/states.ts";
import { distributedIn } from "./events.ts";
import { HISTORY_LIMIT } from "./given.ts";
import { type Execution, heaviestStates, historyOf } from "./history.ts";
import type { Report } from "./index.ts";
import { grouped, share } from "./report-data.ts";
import type { Sizes } from "./variables.ts";

/** States that a message names. */
const NAMED = 5;
const REMEDY =
  "Retry less often with longer waits, ask less often, or make the items a distributed Map: each child has a history of its own.";

function reportExecution(execution: Execution, map: DistributedState | undefined, report: Report): number {
  const history = historyOf(execution);
  for (const names of history.unbounded) {
    report(
      `the loop ${names.map((name) => `"${name}"`).join(", ")} can turn for ever: nothing in it counts.`,
      names[0],
      "Make it a poll with atMost.",
    );
  }
  const { events } = history;
  if (events === Number.POSITIVE_INFINITY && history.unbounded.length === 0) {
    report(
      "nothing bounds the history: a Map iterates over an array of any length.",
      map?.name,
      "Bound the array, or make it a distributed Map.",
    );
  }
  if (Number.isFinite(events) && events > HISTORY_LIMIT) {
    const heaviest = heaviestStates(execution, history, NAMED).map(
      (one) => `"${one.state}" ${grouped(one.events)} (${share(one.events, events)})`,
    );
    const whose = map ? "a child's history" : "the history";
    report(
      `${whose} can have ${grouped(events)} events, ${grouped(HISTORY_LIMIT)} are allowed. Most of them: ${heaviest.join(", ")}.`,
      map?.name,
      REMEDY,
    );
  }
  return events;
}

/** Reports on an execution and on the children of its distributed Maps; gives the events of the longest history. */
export function reportHistory(scope: Scope, sizes: Sizes, timeout: number | undefined, report: Report, map?: DistributedState): number {
  // An express execution keeps no history of events that could become too long.
  const own = map?.executions === "EXPRESS" ? 0 : reportExecution({ scope, sizes, timeout }, map, report);
  const children = distributedIn(scope).map((state) => reportHistory(state.body, sizes, timeout, report, state));
  return Math.max(own, ...children);
}
