/** Counts the masked items that ImportTable would refuse: the service is held before an import fails on them. */
import { itemSize, mostItemBytes } from "./item-size.ts";

/** An attribute of the table's key or of an index's key. */
interface KeyAttribute {
  readonly name: string;
  readonly type: "S" | "N" | "B";
}

/** The keys of the table that is made, as ImportTable's description has them. */
export interface TableKeys {
  /** The table's key attributes: the first is the partition key. */
  readonly key: readonly KeyAttribute[];
  /** The other attributes of its indexes' keys, which an item need not have. */
  readonly indexed: readonly KeyAttribute[];
}

// DynamoDB's limits of a partition key's and a sort key's value, in bytes.
export const mostKeyBytes = [2048, 1024] as const;

/** An item's key attributes by their types, null for one that it has not. */
export type KeyValues = readonly (Readonly<Record<string, unknown>> | null)[];

/** Looks at items and counts those that would be refused. */
export class RefusedItems {
  readonly #keys: TableKeys;
  readonly #problems = new Map<string, number>();

  constructor(keys: TableKeys) {
    this.#keys = keys;
  }

  /** The names of all key attributes, in the order in which `key` takes their values. */
  get names(): string[] {
    return [...this.#keys.key, ...this.#keys.indexed].map(({ name }) => name);
  }

  /** How many of the names are the table's own key. */
  get keyLength(): number {
    return this.#keys.key.length;
  }

  /** Takes an item's masked key attributes, in the order of `names`. */
  key(values: KeyValues): void {
    const { key, indexed } = this.#keys;
    const problem = [...key, ...indexed].flatMap((attribute, i) => problemOf(attribute, values[i] ?? null, i, i < key.length)).at(0);
    if (problem !== undefined) this.#count(problem);
  }

  /** Takes a masked item's line, without its end, in UTF-8. */
  line(bytes: Uint8Array): void {
    // An item's size is never more than that of its JSON.
    if (bytes.length <= mostItemBytes) return;
    const { Item } = JSON.parse(Buffer.from(bytes).toString("utf8")) as { Item: Record<string, Record<string, unknown>> };
    if (itemSize(Item) > mostItemBytes) this.#count("are larger than the 400 KB of an item after masking");
  }

  /** What would be refused, one sentence; undefined when nothing would be. */
  problem(): string | undefined {
    const [first, ...more] = [...this.#problems].sort(([, a], [, b]) => b - a);
    if (first === undefined) return undefined;
    const others = more.reduce((sum, [, n]) => sum + n, 0);
    return `${first[1]} items of a file ${first[0]}${others === 0 ? "" : `; ${others} more would be refused too`}`;
  }

  #count(problem: string): void {
    this.#problems.set(problem, (this.#problems.get(problem) ?? 0) + 1);
  }
}

function problemOf({ name, type }: KeyAttribute, value: Readonly<Record<string, unknown>> | null, i: number, required: boolean): string[] {
  if (value === null) return required ? [`have no key attribute "${name}": the table's schema has changed since the plan`] : [];
  const found = Object.keys(value)[0] ?? "";
  if (found !== type)
    return [`have "${name}" of type ${found}, and the new table's keys need ${type}: the table's schema has changed since the plan`];
  const text = String(value[type]);
  const bytes = type === "B" ? Buffer.byteLength(text, "base64") : Buffer.byteLength(text);
  if (bytes === 0) return [`have the empty value in the key attribute "${name}"`];
  const most = mostKeyBytes[required ? (i === 0 ? 0 : 1) : 0];
  return type !== "N" && bytes > most ? [`have more than ${most} bytes in the key attribute "${name}" after masking`] : [];
}
