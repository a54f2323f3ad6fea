/** The rules file's form: its long form, of which a plain map of rules is the short one. */
import { z } from "zod";

/** The version of the masking language. */
export const maskingVersion = "masking/v1";

/** A map from what a rule is for to its template. */
export const rulesMap = z.record(z.string().min(1).max(500), z.string().max(2000));

/** The long form of a rules file. */
export const rulesFile = z.strictObject({
  version: z.literal(maskingVersion).optional(),
  rules: rulesMap,
  lists: z.record(z.string().regex(/^[A-Za-z0-9_-]{1,64}$/), z.array(z.string().min(1).max(500)).min(2).max(10_000)).optional(),
  on_undeclared: z.enum(["redact", "hold"]).optional(),
});

/** A rules file in its long form. */
export type RulesFile = z.infer<typeof rulesFile>;

const isMap = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether an object is in the long form: it names `rules`, or a setting with a value that no template has. */
export function isLongForm(value: Readonly<Record<string, unknown>>): boolean {
  return (
    isMap(value.rules) ||
    isMap(value.lists) ||
    value.version === maskingVersion ||
    value.on_undeclared === "redact" ||
    value.on_undeclared === "hold"
  );
}
