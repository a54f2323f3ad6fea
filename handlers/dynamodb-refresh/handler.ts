/** `dynamodb_refresh_handler`: checks exports and finishes imported tables. */
import { operations } from "../../workflows/kit/contract/index.ts";
import type { Clients } from "../shared/clients.ts";
import { createContext, inRun } from "../shared/context.ts";
import { withLog } from "../shared/logger.ts";
import { variableNames } from "./context.ts";
import { dynamodbRefreshOperations } from "./contract.ts";
import { finishTableOperation } from "./operations/finish-table.ts";
import { readExportOperation } from "./operations/read-export.ts";

/**
 * The handler for a function's environment.
 *
 * @throws Error naming the variables that are missing
 */
export function createHandler(environment: Record<string, string | undefined>, clients: Clients): (event: unknown) => Promise<unknown> {
  const context = createContext(environment, clients, ...variableNames);
  const handler = operations(dynamodbRefreshOperations, {
    readExport: inRun(context, readExportOperation(context)),
    finishTable: inRun(context, finishTableOperation(context)),
  });
  return withLog("dynamodb_refresh_handler", handler);
}
