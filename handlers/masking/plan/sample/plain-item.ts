/** A DynamoDB item, as an export or the low-level client writes it, as plain JSON values. */

/** An attribute's value with its type: `{ "S": "…" }`. */
type Typed = Readonly<Record<string, unknown>>;

/**
 * The item as plain values: sets are lists, numbers are numbers (which are looked at, not copied), binaries are bytes.
 *
 * @example
 * ```ts
 * plainItem({ pk: { S: "CUSTOMER#1" }, age: { N: "42" } }); // { pk: "CUSTOMER#1", age: 42 }
 * ```
 */
export function plainItem(item: Typed): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const [entry] = Object.entries(value);
  if (entry === undefined) return undefined;
  const [type, inner] = entry;
  switch (type) {
    case "S":
    case "SS":
    case "BOOL":
      return inner;
    case "N":
      return Number(inner);
    case "NS":
      return (inner as readonly unknown[]).map(Number);
    case "B":
      return new Uint8Array();
    case "BS":
      return [new Uint8Array()];
    case "L":
      return (inner as readonly unknown[]).map(plainValue);
    case "M":
      return plainItem(inner as Typed);
    default:
      return undefined;
  }
}
