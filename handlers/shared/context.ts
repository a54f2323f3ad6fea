/** What every handler is made from: its variables, its clients, the control table, the clock. */
import { TaskError } from "../../workflows/kit/contract/index.ts";
import type { Clients } from "./clients.ts";
import { type ControlTable, controlTable, readRun, renewLock } from "./control/index.ts";
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

type AtWork = Pick<Context<never>, "control" | "now">;

/**
 * Extends the run's lock.
 *
 * Long work calls it again before it writes into the quarantine, so that nothing arrives there after a clean-up has emptied it.
 *
 * @throws TaskError `Refresh.LockLost` when the run lost the lock, or a clean-up has begun for it
 */
export async function assertAtWork({ control, now }: AtWork, runId: string): Promise<void> {
  await renewLock(control, runId, now());
  const status = (await readRun(control, runId))?.status;
  if (status === "failed" || status === "cleaned") {
    throw new TaskError("Refresh.LockLost", `Run ${runId} has ended (${status}) and is being cleaned up. Start a new run.`);
  }
}

/**
 * An operation that extends its run's lock before it works.
 *
 * @throws TaskError `Refresh.LockLost` (by the operation) when the run is no longer at work
 */
export function inRun<I extends { readonly runId: string }, A extends unknown[], R>(
  context: AtWork,
  operation: (input: I, ...more: A) => Promise<R>,
): (input: I, ...more: A) => Promise<R> {
  return async (input, ...more) => {
    await assertAtWork(context, input.runId);
    return operation(input, ...more);
  };
}
