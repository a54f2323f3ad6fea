/** What `parity_validation_handler` does: compares the account with what Terraform has made, reports, and repairs what is harmless. */
import { z } from "zod";
import { lambda } from "../../workflows/kit/contract/index.ts";
import { Count, EnvironmentName, ObjectKey } from "../shared/names.ts";

/** `off`: only compares; `report`: says what it would repair; `repair`: does it. */
export const Remediation = z.enum(["off", "report", "repair"]);
export type Remediation = z.infer<typeof Remediation>;

/** Compares everything; where its time does not suffice, it says where it stopped. */
export const validate = lambda("parity_validation_handler", "validate", {
  input: z.object({
    environment: EnvironmentName,
    /** The function's own setting when absent. */
    remediation: Remediation.optional(),
    /** Where an earlier call has stopped. */
    cursor: z
      .string()
      .regex(/^[\w -]{0,128}$/)
      .optional(),
    /** Whether the function invokes itself where it has stopped; otherwise the caller calls again. True when absent. */
    goOn: z.boolean().optional(),
  }),
  output: z.object({
    done: z.boolean(),
    /** "" when it is done. */
    cursor: z.string().regex(/^[\w -]{0,128}$/),
    /** Findings so far. */
    drift: Count,
    critical: Count,
    high: Count,
    medium: Count,
    low: Count,
    repaired: Count,
    /** Key of the JSON report in the artifact bucket; "" until it is done. */
    reportKey: ObjectKey,
  }),
  errors: ["Parity.ExpectationsMissing", "Parity.ExpectationsInvalid"],
});

export const parityValidationOperations = { validate };
