/** The environment variables that a function is given, checked once when it starts. */
import { z } from "zod";
import { EnvironmentName } from "./names.ts";

const text = z.string().min(1);

/** Every variable that a handler may read; Terraform and the local AWS set exactly these. */
export const Variables = z.object({
  ENVIRONMENT: EnvironmentName,
  ACCOUNT_ID: text,
  CONTROL_TABLE: text,
  QUARANTINE_BUCKET: text,
  STAGING_BUCKET: text,
  DATA_BUCKET: text,
  PROD_ACCOUNT_ID: text,
  PROD_DATA_BUCKET: text,
  PROD_CLUSTER_IDENTIFIER: text,
  PROD_READER_ROLE_ARN: text,
  PROD_EXTERNAL_ID: text,
  /** Id, ARN or alias of the HMAC key that the masking keys come from. */
  MASKING_KEY_ID: text,
  DATABASE_NAME: text,
  /** Where services hear that their data is ready. */
  DATA_TOPIC_ARN: text,
  /** The three child state machines, comma separated. */
  CHILD_STATE_MACHINE_ARNS: text,
  AUTOMATION_DOCUMENT_NAME: text,
  /** A production snapshot older than this is not used; a new one is taken. */
  SNAPSHOT_MAX_AGE_HOURS: z.coerce.number().positive().default(24),
});
export type Variables = z.infer<typeof Variables>;

/**
 * Reads the variables that a handler needs.
 *
 * @throws Error naming every variable that is missing or malformed, never its value.
 * @example
 * ```ts
 * const { CONTROL_TABLE } = readVariables(process.env, "CONTROL_TABLE");
 * ```
 */
export function readVariables<N extends keyof Variables>(
  environment: Record<string, string | undefined>,
  ...names: N[]
): Pick<Variables, N> {
  const parsed = z.object(Object.fromEntries(names.map((name) => [name, Variables.shape[name]]))).safeParse(environment);
  if (parsed.success) return parsed.data as unknown as Pick<Variables, N>;
  const wrong = parsed.error.issues.map((issue) => issue.path.join("."));
  throw new Error(`The function's environment lacks or garbles: ${wrong.join(", ")}. Terraform sets them in environment.variables.`);
}
