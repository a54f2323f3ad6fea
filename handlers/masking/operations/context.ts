/** The surroundings of this handler's operations. */
import type { Context } from "../../shared/context.ts";

/** The variables that this handler reads. */
export const variableNames = [
  "ENVIRONMENT",
  "ACCOUNT_ID",
  "QUARANTINE_BUCKET",
  "STAGING_BUCKET",
  "DATA_BUCKET",
  "PROD_DATA_BUCKET",
  "PROD_CLUSTER_IDENTIFIER",
  "MASKING_KEY_ID",
  "DATABASE_NAME",
  "DATA_TOPIC_ARN",
  "CHILD_STATE_MACHINE_ARNS",
  "AUTOMATION_DOCUMENT_NAME",
  "SNAPSHOT_MAX_AGE_HOURS",
] as const;

export type MaskingContext = Context<(typeof variableNames)[number] | "CONTROL_TABLE">;
