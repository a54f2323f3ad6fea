/** What every operation of `aurora_refresh_handler` works with. */
import type { Clients } from "../shared/clients.ts";
import { type Context, createContext } from "../shared/context.ts";
import { dataApi, type RunSql } from "./data-api.ts";

type Needed = "QUARANTINE_BUCKET" | "STAGING_BUCKET" | "MASKING_KEY_ID" | "DATABASE_NAME" | "CONTROL_TABLE";

/** The common context, and SQL on a cluster's database. */
export interface AuroraContext extends Context<Needed> {
  sql(cluster: { readonly clusterArn: string; readonly secretArn: string }): RunSql;
}

/** The context of a function's environment. @throws Error naming the variables that are missing */
export function auroraContext(environment: Record<string, string | undefined>, clients: Clients): AuroraContext {
  const context = createContext(environment, clients, "QUARANTINE_BUCKET", "STAGING_BUCKET", "MASKING_KEY_ID", "DATABASE_NAME");
  return {
    ...context,
    control: context.control,
    sql: (cluster) => dataApi(clients.rdsData, { ...cluster, database: context.variables.DATABASE_NAME }),
  };
}
