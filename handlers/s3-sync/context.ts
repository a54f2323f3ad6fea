/** The surroundings of this handler's operations. */
import type { Context } from "../shared/context.ts";

/** The variables that this handler reads. */
export const variableNames = [
  "ENVIRONMENT",
  "QUARANTINE_BUCKET",
  "STAGING_BUCKET",
  "DATA_BUCKET",
  "PROD_DATA_BUCKET",
  "MASKING_KEY_ID",
] as const;

export type SyncContext = Context<(typeof variableNames)[number] | "CONTROL_TABLE">;
