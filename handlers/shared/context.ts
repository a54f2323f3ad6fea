/** What every handler is made from: its variables, its clients, the control table, the clock. */
import type { Clients } from "./clients.ts";
import { type ControlTable, controlTable, renewLock } from "./control/index.ts";
import { readVariables, type Variables } from "./environment.ts";

/** The surroundings of an operation. */
export interface Context<N extends keyof Variables = keyof Variables> {
  readonly variables: Pick<Variables, N>;
  readonly clients: Clients;
  readonly control: ControlTable;
  /** Milliseconds since 1970. */
  now(): number;
}

/**
 * The context of a handler that needs these variables, beside the control table's.
 *
 * @throws Error naming the variables that are missing
 */
export function createContext<N extends keyof Variables>(
  environment: Record<string, string | undefined>,
  clients: Clients,
  ...names: N[]
): Context<N | "CONTROL_TABLE"> {
  const variables = readVariables<N | "CONTROL_TABLE">(environment, "CONTROL_TABLE", ...names);
  let control: ControlTable | undefined;
  return {
    variables,
    clients,
    get control() {
      control ??= controlTable(clients.dynamodb, variables.CONTROL_TABLE);
      return control;
    },
    now: Date.now,
  };
}

/**
 * An operation that extends its run's lock before it works.
 *
 * @throws TaskError `Refresh.LockLost` (by the operation) when the run no longer holds the lock
 */
export function inRun<I extends { readonly runId: string }, A extends unknown[], R>(
  context: Pick<Context<never>, "control" | "now">,
  operation: (input: I, ...more: A) => Promise<R>,
): (input: I, ...more: A) => Promise<R> {
  return async (input, ...more) => {
    await renewLock(context.control, input.runId, context.now());
    return operation(input, ...more);
  };
}
