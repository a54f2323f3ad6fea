/** What happens inside the local AWS, for whoever shows progress. */
import type { ExecutionStatusEvent, HistoryEvent } from "../stepfunctions/index.ts";
import type { AutomationEvent } from "./automation/index.ts";
import type { FunctionEvent } from "./lambda/index.ts";

export interface StateEvent {
  readonly type: "state";
  readonly phase: "entered" | "exited";
  readonly executionArn: string;
  readonly stateName: string;
  /** Task, Choice, Map, … */
  readonly stateType: string;
}

export type LocalEvent =
  | FunctionEvent
  | StateEvent
  | ({ readonly type: "execution" } & Pick<
      ExecutionStatusEvent,
      "executionArn" | "stateMachineArn" | "name" | "status" | "error" | "cause"
    >)
  | { readonly type: "automation"; readonly event: AutomationEvent };

export type LocalEventListener = (event: LocalEvent) => void;

/** The listeners; one that throws disturbs neither the others nor the work. */
export class LocalEvents {
  readonly #listeners = new Set<LocalEventListener>();

  /** @returns what ends the listening */
  on(listener: LocalEventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(event: LocalEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch {
        // Progress is worth less than what it shows.
      }
    }
  }
}

/** The entering or leaving of a state in a history event; undefined for all others. */
export function stateEvent(executionArn: string, { type, ...details }: HistoryEvent): StateEvent | undefined {
  const [, stateType, verb] = /^([A-Za-z]+)State(Entered|Exited)$/.exec(type) ?? [];
  if (stateType === undefined || verb === undefined) return undefined;
  const { name } = (details as Record<string, unknown>)[`state${verb}EventDetails`] as { name: string };
  return { type: "state", phase: verb === "Entered" ? "entered" : "exited", executionArn, stateName: name, stateType };
}
