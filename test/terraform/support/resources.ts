/** The policies in a plan's or a state's resources. */
import { z } from "zod";

export { type Stack, stackOf } from "../../../local/terraform/index.ts";

const list = z.union([z.string(), z.array(z.string())]).transform((value) => (typeof value === "string" ? [value] : value));
const Policy = z.object({
  Statement: z.array(
    z.object({
      Sid: z.string().optional(),
      Effect: z.enum(["Allow", "Deny"]),
      Action: list,
      Resource: list.optional(),
      Principal: z.unknown().optional(),
      Condition: z.unknown().optional(),
    }),
  ),
});
export type Statement = z.infer<typeof Policy>["Statement"][number];

/** The statements of a policy. */
export const statementsOf = (policy: unknown): Statement[] => Policy.parse(JSON.parse(String(policy))).Statement;

/** The actions that a policy allows. */
export const allowedBy = (policy: unknown): Set<string> =>
  new Set(statementsOf(policy).flatMap(({ Effect, Action }) => (Effect === "Allow" ? Action : [])));
