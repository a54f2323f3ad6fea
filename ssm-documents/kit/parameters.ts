/** From zod schemas to SSM's types and constraints. */
import { z } from "zod";
import type { ParameterShape, SsmType } from "./shapes.ts";

export type Schemas = Readonly<Record<string, z.ZodType>>;

/** The keywords of JSON Schema that a contract of a document may have. */
export interface JsonSchema {
  readonly type?: string;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly default?: unknown;
  readonly description?: string;
}
const simple: Readonly<Record<string, SsmType>> = { string: "String", integer: "Integer", boolean: "Boolean", object: "StringMap" };

/**
 * SSM's type for a schema.
 *
 * @throws TypeError for what SSM has no type for: a fraction, a union, a list of lists
 */
export function ssmType(schema: z.ZodType): SsmType {
  const json = jsonSchemaOf(schema);
  const found = json.type === "array" ? listType(json) : simple[json.type ?? ""];
  if (!found)
    throw new TypeError(`SSM has no type for ${json.type ?? "this"}; it has texts, integers, booleans, maps and lists of texts or maps.`);
  return found;
}

/** A document's parameter or variable: enum and literal give allowedValues, regex allowedPattern, min and max the sizes. */
export function parameterShape(schema: z.ZodType): ParameterShape {
  const json = jsonSchemaOf(schema);
  const constraints = {
    description: json.description,
    default: json.default,
    allowedValues: json.enum ?? (json.const === undefined ? undefined : [json.const]),
    allowedPattern: json.pattern,
    minChars: json.minLength,
    maxChars: json.maxLength,
    minItems: json.minItems,
    maxItems: json.maxItems,
  };
  return { type: ssmType(schema), ...Object.fromEntries(Object.entries(constraints).filter(([, value]) => value !== undefined)) };
}

function listType({ items }: JsonSchema): SsmType | undefined {
  if (items?.type === "string") return "StringList";
  return items?.type === "object" ? "MapList" : undefined;
}

/** A zod schema in one plain form, from which types, constraints and sizes are read. */
export const jsonSchemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: "output", unrepresentable: "any" }) as JsonSchema;
