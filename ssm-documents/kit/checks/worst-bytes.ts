/** How large a value of a schema can get as JSON. */
import type { JsonSchema } from "../parameters.ts";

/** Bytes of any character at all, as `JSON.stringify` writes it: a control character's escape. */
const characterBytes = 6;
/** Characters of a text that has no bound of its own. */
const unboundedText = 1024;
const numberBytes = 24;

/**
 * The most bytes of a value; infinite when a list or a map has no bound.
 *
 * @param characters - how many a text without a bound has
 */
export function worstBytes(schema: JsonSchema, characters = unboundedText): number {
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (values) return Math.max(...values.map((value) => Buffer.byteLength(JSON.stringify(value))));
  switch (schema.type) {
    case "string":
      return 2 + characterBytes * (schema.maxLength ?? characters);
    case "integer":
    case "number":
      return numberBytes;
    case "boolean":
      return "false".length;
    case "array":
      return schema.maxItems === undefined
        ? Number.POSITIVE_INFINITY
        : 2 + schema.maxItems * (1 + worstBytes(schema.items ?? {}, characters));
    case "object": {
      if (!schema.properties) return Number.POSITIVE_INFINITY;
      const sizes = Object.entries(schema.properties).map(([name, of]) => name.length + 4 + worstBytes(of, characters));
      return sizes.reduce((sum, size) => sum + size, 2);
    }
    default:
      return Number.POSITIVE_INFINITY;
  }
}
