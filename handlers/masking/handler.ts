/** `masking_handler`: plans a run, masks export files, proves the result, switches the pointers, keeps the ledger. */
import { operations } from "../../workflows/kit/contract/index.ts";
import type { Clients } from "../shared/clients.ts";
import { createContext, inRun } from "../shared/context.ts";
import { withLog } from "../shared/logger.ts";
import { maskingOperations } from "./contract.ts";
import { variableNames } from "./operations/context.ts";
import { findLeftoversOperation } from "./operations/find-leftovers.ts";
import { maskFileOperation } from "./operations/mask-file.ts";
import { beginRollBackOperation, previewOperation, resumeOperation } from "./operations/operator/index.ts";
import { planOperation } from "./operations/plan.ts";
import { proveOperation } from "./operations/prove.ts";
import { recordFailureOperation } from "./operations/record-failure.ts";
import { releaseOperation } from "./operations/release.ts";
import { rollBackServicesOperation } from "./operations/roll-back-services.ts";
import { summarizeOperation } from "./operations/summarize.ts";
import { switchServicesOperation } from "./operations/switch-services.ts";

/**
 * The handler for a function's environment.
 *
 * @throws Error naming the variables that are missing
 */
export function createHandler(environment: Record<string, string | undefined>, clients: Clients): (event: unknown) => Promise<unknown> {
  const context = createContext(environment, clients, ...variableNames);
  const handler = operations(maskingOperations, {
    plan: planOperation(context),
    preview: previewOperation(context),
    resume: resumeOperation(context),
    beginRollBack: beginRollBackOperation(context),
    maskFile: inRun(context, maskFileOperation(context)),
    prove: inRun(context, proveOperation(context)),
    switchServices: inRun(context, switchServicesOperation(context)),
    summarize: inRun(context, summarizeOperation(context)),
    // These work after a run's end too, when it may no longer hold the lock.
    rollBackServices: rollBackServicesOperation(context),
    recordFailure: recordFailureOperation(context),
    findLeftovers: findLeftoversOperation(context),
    release: releaseOperation(context),
  });
  return withLog("masking_handler", handler);
}
