/** The surroundings of this handler's operations. */
import type { Context } from "../shared/context.ts";

/** The variables that this handler reads. */
export const variableNames = ["ENVIRONMENT", "QUARANTINE_BUCKET", "STAGING_BUCKET"] as const;

export type TableContext = Context<(typeof variableNames)[number] | "CONTROL_TABLE">;
