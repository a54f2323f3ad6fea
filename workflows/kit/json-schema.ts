/** Contracts as JSON Schema: one plain form for what zod can say, which tables are made from. */
import { z } from "zod";

/** The keywords of JSON Schema that a contract may have. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
}

/** Anything. */
export const anything: JsonSchema = {};

/** A zod schema; what JSON Schema cannot say is anything. */
export const schemaOf = (schema: z.ZodType, io: "input" | "output"): JsonSchema =>
  z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline" }) as JsonSchema;

/** One of the schemas; equal ones are one. */
export function either(schemas: readonly JsonSchema[]): JsonSchema {
  const different = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
  return different.length === 1 ? (different[0] ?? anything) : { anyOf: different };
}

/** An object with just these fields. */
export const objectOf = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: "object",
  properties,
  required: Object.keys(properties),
});

/** What is read at a field or an index. */
export function at(schema: JsonSchema, segment: string | number): JsonSchema {
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return either(branches.map((branch) => at(branch, segment)));
  if (typeof segment === "number") {
    const entry = schema.prefixItems?.[segment] ?? schema.items;
    return typeof entry === "object" ? entry : anything;
  }
  const { properties, additionalProperties } = schema;
  if (properties && Object.hasOwn(properties, segment)) return properties[segment] ?? anything;
  return typeof additionalProperties === "object" ? additionalProperties : anything;
}
