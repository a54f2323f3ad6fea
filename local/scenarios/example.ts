/** A small value that a schema takes, for scenarios that begin from nothing. */
import type { z } from "zod";
import { anything, type JsonSchema, schemaOf } from "../../workflows/kit/json-schema.ts";

function exampleFor(schema: JsonSchema): unknown {
  if ("const" in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (first) return exampleFor(first);
  switch (schema.type) {
    case "object":
      return Object.fromEntries((schema.required ?? []).map((name) => [name, exampleFor(schema.properties?.[name] ?? anything)]));
    case "array":
      return Array.from({ length: schema.minItems ?? 0 }, () => exampleFor(typeof schema.items === "object" ? schema.items : anything));
    case "string":
      return "text".padEnd(schema.minLength ?? 0, "x");
    case "integer":
    case "number":
      return Math.max(schema.minimum ?? 0, 0);
    case "boolean":
      return false;
    case "null":
      return null;
    default:
      return {};
  }
}

/**
 * The smallest value of the schema's form: required fields only, arrays as short as they may be. Patterns are not looked at.
 *
 * @example
 * ```ts
 * exampleOf(z.object({ runId: z.string(), limit: z.number().optional() })); // { runId: "text" }
 * ```
 */
export const exampleOf = (schema: z.ZodType): unknown => exampleFor(schemaOf(schema, "input"));
