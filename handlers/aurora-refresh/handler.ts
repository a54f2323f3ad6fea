/** `aurora_refresh_handler`: the data work between the calls to the RDS control plane, of which it makes none. */
import { operations } from "../../workflows/kit/contract/index.ts";
import type { Clients } from "../shared/clients.ts";
import { inRun } from "../shared/context.ts";
import { withLog } from "../shared/logger.ts";
import { auroraContext } from "./context.ts";
import { auroraRefreshOperations } from "./contract.ts";
import { checkGeneration } from "./operations/check-generation.ts";
import { prepare } from "./operations/prepare.ts";
import { proveClone } from "./operations/prove-clone.ts";

/**
 * The handler for a function's environment.
 *
 * @throws Error naming the environment variables that are missing
 */
export function createHandler(environment: Record<string, string | undefined>, clients: Clients): (event: unknown) => Promise<unknown> {
  const context = auroraContext(environment, clients);
  return withLog(
    "aurora_refresh_handler",
    operations(auroraRefreshOperations, {
      prepare: inRun(context, prepare(context)),
      proveClone: inRun(context, proveClone(context)),
      checkGeneration: inRun(context, checkGeneration(context)),
    }),
  );
}
