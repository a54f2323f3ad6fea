/** `s3_sync_handler`: lists production, copies or masks in batches, publishes, rolls back, empties the quarantine. */
import { operations } from "../../workflows/kit/contract/index.ts";
import type { Clients } from "../shared/clients.ts";
import { createContext, inRun } from "../shared/context.ts";
import { withLog } from "../shared/logger.ts";
import { variableNames } from "./context.ts";
import { s3SyncOperations } from "./contract.ts";
import { checkOperation } from "./operations/check.ts";
import { copyOperation } from "./operations/copy.ts";
import { emptyOperation } from "./operations/empty.ts";
import { listOperation } from "./operations/list.ts";
import { publishOperation } from "./operations/publish.ts";
import { rollBackOperation } from "./operations/roll-back.ts";

/**
 * The handler for a function's environment.
 *
 * @throws Error naming the variables that are missing
 */
export function createHandler(environment: Record<string, string | undefined>, clients: Clients): (event: unknown) => Promise<unknown> {
  const context = createContext(environment, clients, ...variableNames);
  const handler = operations(s3SyncOperations, {
    list: inRun(context, listOperation(context)),
    copy: inRun(context, copyOperation(context)),
    check: inRun(context, checkOperation(context)),
    publish: inRun(context, publishOperation(context)),
    // A clean-up works after a run's end, when it may no longer hold the lock.
    rollBack: rollBackOperation(context),
    empty: emptyOperation(context),
  });
  return withLog("s3_sync_handler", handler);
}
