/** The history of one execution: events in AWS's names and order, each pointing at the one before it in its own branch. */
import { ExecutionStopped } from "./errors.ts";
import { maxHistoryEvents } from "./quotas.ts";

export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Milliseconds since 1970; the API gives seconds. */
  readonly timestamp: number;
  readonly type: string;
  /** `passStateEntered…` details under AWS's member name, `stateEnteredEventDetails` for example. */
  readonly [details: `${string}EventDetails`]: unknown;
}

/** Where a branch is in the history: the event that its next one names as the previous one. */
export interface Cursor {
  previousEventId: number;
}

const terminal = new Set(["ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut"]);

export class History {
  readonly events: HistoryEvent[] = [];
  readonly #now: () => number;
  readonly #listener: (event: HistoryEvent) => void;

  constructor(now: () => number, listener: (event: HistoryEvent) => void) {
    this.#now = now;
    this.#listener = listener;
  }

  /** Appends an event and moves the branch's cursor onto it. */
  add(cursor: Cursor, type: string, details?: { name: string; value: unknown }): number {
    const id = this.addBeside(cursor, type, details);
    cursor.previousEventId = id;
    return id;
  }

  /** Appends an event that the next one of the branch does not name as its previous one (MapStateSucceeded, …). */
  addBeside(cursor: Cursor, type: string, details?: { name: string; value: unknown }): number {
    const id = this.events.length + 1;
    if (id >= maxHistoryEvents && !terminal.has(type)) {
      throw new ExecutionStopped(
        "FAILED",
        "States.Runtime",
        `The execution reached the maximum number of history events (${maxHistoryEvents}).`,
      );
    }
    const event: HistoryEvent = {
      id,
      previousEventId: cursor.previousEventId,
      timestamp: this.#now(),
      type,
      ...(details === undefined ? {} : { [`${details.name}EventDetails`]: details.value }),
    };
    this.events.push(event);
    this.#listener(event);
    return id;
  }
}
