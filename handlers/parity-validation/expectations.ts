/** What the account has to look like: the shape of the JSON object that Terraform renders from its resources' own attributes. */
import { z } from "zod";
import { EnvironmentName } from "../shared/names.ts";
import { type KindName, kindSchemas } from "./fields.ts";

export { type FieldName, type Fields, type KindName, kindSchemas } from "./fields.ts";

const records = Object.fromEntries(
  Object.entries(kindSchemas).map(([kind, schema]) => [kind, z.record(z.string(), schema).optional()]),
) as {
  [K in KindName]: z.ZodOptional<z.ZodRecord<z.ZodString, (typeof kindSchemas)[K]>>;
};

/** The whole object: per kind a record of name → expected fields. */
export const Expectations = z.strictObject({
  schemaVersion: z.literal(1),
  environment: EnvironmentName,
  account: z.string().regex(/^\d{12}$/),
  region: z.string(),
  resources: z.strictObject(records),
});
export type Expectations = z.infer<typeof Expectations>;

/**
 * Reads expectations.
 *
 * @throws Error naming the places that do not fit, never a value
 * @example
 * ```ts
 * const expected = parseExpectations(await readText(s3, bucket, "expectations/parity.json"));
 * ```
 */
export function parseExpectations(json: string): Expectations {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Error("The expectations are not JSON; Terraform writes them, see handlers/parity-validation/README.md.");
  }
  const parsed = Expectations.safeParse(value);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.slice(0, 10).map(({ path, code, ...issue }) => {
    const unknown = "keys" in issue ? ` (${(issue.keys as string[]).join(", ")})` : "";
    return `${path.join(".") || "(all)"}: ${code}${unknown}`;
  });
  throw new Error(
    `The expectations do not fit schemaVersion 1: ${places.join("; ")}. Their shape is in handlers/parity-validation/README.md.`,
  );
}
