/** The rules file's form: its long form, of which a plain map of rules is the short one. */
import { z } from "zod";

/** The version of the masking language. */
export const maskingVersion = "masking/v1";

/** A rule's template. */
const template = z.string().max(2000).meta({
  description:
    'What becomes of the values: text with steps in {{ }}, such as "test+{{lower|hash}}@example.com"; {{keep}} and {{null}} too.',
});

/** A word list. */
const list = z
  .array(z.string().min(1).max(500))
  .min(2, "A list of fewer than two words leaves nothing to pick")
  .max(10_000)
  .meta({ description: "A word list for {{pick:NAME}}; every word once." });

/** A map from what a rule is for to its template. */
export const rulesMap = z.record(z.string().min(1).max(500), template).meta({
  description:
    "From what a rule is for to its template. Keys: column, table.column, service/table.column, column.member, column.list[*].member, " +
    'table.3 (a CSV column by its number), table."a name", table.attribute[pk=CUSTOMER#*], prefix:service/folder/.',
});

/** The long form of a rules file. */
export const rulesFile = z.strictObject({
  version: z.literal(maskingVersion).optional().meta({ description: "The version of the masking language." }),
  rules: rulesMap,
  lists: z
    .record(z.string().regex(/^[A-Za-z0-9_-]{1,64}$/), list)
    .optional()
    .meta({ description: "Word lists by name." }),
  on_undeclared: z
    .enum(["redact", "hold"])
    .optional()
    .meta({ description: "What becomes of data without a rule: redacted (keys are hashed), or its service keeps yesterday's data." }),
});

/** A rules file in its long form. */
export type RulesFile = z.infer<typeof rulesFile>;

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

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

const proto = "__proto__";

/** The file's form checked; zod passes over a member of the name `__proto__`, which is a name like any other here. */
export function parseRulesFile(value: unknown): { readonly data: RulesFile } | { readonly issues: readonly z.core.$ZodIssue[] } {
  const result = rulesFile.safeParse(value);
  if (!result.success) return { issues: result.error.issues };
  for (const [part, schema] of [
    ["rules", template],
    ["lists", list],
  ] as const) {
    const read = isMap(value) ? value[part] : undefined;
    if (!isMap(read) || !Object.hasOwn(read, proto)) continue;
    const own = schema.safeParse(Object.getOwnPropertyDescriptor(read, proto)?.value);
    if (!own.success) return { issues: own.error.issues.map((issue) => ({ ...issue, path: [part, proto, ...issue.path] })) };
    Object.defineProperty(result.data[part] ?? {}, proto, { value: own.data, enumerable: true, configurable: true, writable: true });
  }
  return { data: result.data };
}
