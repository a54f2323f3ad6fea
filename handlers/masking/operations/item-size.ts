/** The size of a DynamoDB item as the service counts it; pure. */

/** The most that an item may have: 400 KB. */
export const mostItemBytes = 400 * 1024;

type Attribute = Readonly<Record<string, unknown>>;

/**
 * Bytes of an item: names and values in UTF-8, a number about half a byte a digit, three bytes for a list or a map and one for
 * each of its members.
 *
 * @example
 * ```ts
 * itemSize({ pk: { S: "a" }, n: { N: "12" } }); // 6
 * ```
 */
export function itemSize(item: Readonly<Record<string, Attribute>>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + attributeSize(value), 0);
}

function attributeSize(attribute: Attribute): number {
  const [type = "", value] = Object.entries(attribute)[0] ?? [];
  const sum = (values: unknown, size: (one: never) => number): number =>
    (values as never[]).reduce((total: number, one) => total + size(one), 0);
  switch (type) {
    case "S":
      return Buffer.byteLength(String(value));
    case "N":
      return numberSize(String(value));
    case "B":
      return Buffer.byteLength(String(value), "base64");
    case "SS":
      return sum(value, (one: string) => Buffer.byteLength(one));
    case "NS":
      return sum(value, numberSize);
    case "BS":
      return sum(value, (one: string) => Buffer.byteLength(one, "base64"));
    case "L":
      return 3 + sum(value, (one: Attribute) => 1 + attributeSize(one));
    case "M":
      return 3 + Object.keys(value as object).length + itemSize(value as Record<string, Attribute>);
    default:
      return 1;
  }
}

// Leading and trailing zeros count for nothing; a sign has a byte of its own.
function numberSize(text: string): number {
  const digits = text
    .replace(/[eE].*$/, "")
    .replace(/[-+.]/g, "")
    .replace(/^0+/, "")
    .replace(/0+$/, "").length;
  return Math.min(21, Math.ceil(digits / 2) + 1 + (text.startsWith("-") ? 1 : 0));
}
