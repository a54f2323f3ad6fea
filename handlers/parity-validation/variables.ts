/** The environment variables of the validator, checked once when it starts. */
import { z } from "zod";
import { EnvironmentName } from "../shared/names.ts";
import { Remediation } from "./contract.ts";

const text = z.string().min(1);

/** What Terraform sets, beside POWERTOOLS_METRICS_NAMESPACE. */
export const ParityVariables = z.object({
  ENVIRONMENT: EnvironmentName,
  /** Holds the expectations and takes the reports. */
  ARTIFACT_BUCKET: text,
  EXPECTATIONS_KEY: text.default("expectations/parity.json"),
  /** Reports are written below it. */
  DRIFT_REPORT_PREFIX: text.default("parity/"),
  /** For the ledger of generations. */
  CONTROL_TABLE: text,
  /** Told when drift reaches the threshold; nobody when absent. */
  DRIFT_TOPIC_ARN: text.optional(),
  /** With this many findings or more nothing is repaired and people are told. */
  DRIFT_THRESHOLD: z.coerce.number().int().positive().default(20),
  REMEDIATION: Remediation.default("report"),
  /** At most so many repairs a run. */
  MAX_REPAIRS: z.coerce.number().int().min(0).default(25),
  /** Set by Lambda: whom the function invokes to go on. */
  AWS_LAMBDA_FUNCTION_NAME: text.optional(),
});
export type ParityVariables = z.infer<typeof ParityVariables>;

/** Reads them. @throws Error naming every variable that is missing or malformed, never its value */
export function readParityVariables(environment: Record<string, string | undefined>): ParityVariables {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = ParityVariables.safeParse(given);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => issue.path.join("."));
  throw new Error(`The function's environment lacks or garbles: ${wrong.join(", ")}. Terraform sets them in environment.variables.`);
}
