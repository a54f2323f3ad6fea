/** A control table in memory, with the conditions that the handlers use. */
import type { Attributes, Condition, ControlTable } from "../../../../handlers/shared/control/index.ts";

/** The table, and its items by "pk|sk". */
export interface MemoryControl extends ControlTable {
  readonly items: Map<string, Attributes>;
  /** Called before each write: tests let another writer come in between here. */
  beforeWrite?: (key: string) => void;
}

export function memoryControl(): MemoryControl {
  const items = new Map<string, Attributes>();
  const id = (pk: string, sk: string): string => `${pk}|${sk}`;
  const copy = (item: Attributes): Attributes => structuredClone(item);
  const write = (key: string, condition: Condition | undefined, set: Attributes, change: () => void): boolean => {
    table.beforeWrite?.(key);
    if (condition !== undefined && !holds(condition, items.get(key), Object.keys(set))) return false;
    change();
    return true;
  };
  const table: MemoryControl = {
    items,
    get: async (pk, sk) => {
      const item = items.get(id(pk, sk));
      return item === undefined ? undefined : copy(item);
    },
    put: async (pk, sk, item, condition) => write(id(pk, sk), condition, item, () => void items.set(id(pk, sk), copy(item))),
    set: async (pk, sk, attributes, condition) =>
      write(id(pk, sk), condition, attributes, () => void items.set(id(pk, sk), { ...items.get(id(pk, sk)), ...copy(attributes) })),
    remove: async (pk, sk, condition) => write(id(pk, sk), condition, {}, () => void items.delete(id(pk, sk))),
    list: async (pk, prefix = "") =>
      [...items]
        .filter(([key]) => key.startsWith(`${pk}|${prefix}`))
        .map(([key, item]) => ({ sk: key.slice(pk.length + 1), item: copy(item) }))
        .sort((a, b) => (a.sk < b.sk ? -1 : 1)),
  };
  return table;
}

function holds({ expression, values = {} }: Condition, item: Attributes | undefined, set: readonly string[]): boolean {
  return expression.split(" AND ").every((one) => {
    if (one === "attribute_not_exists(pk)") return item === undefined;
    if (one === "attribute_exists(pk)") return item !== undefined;
    const inList = /^(#set\d+|\w+) IN \((.+)\)$/.exec(one);
    const name = (inList?.[1] ?? one.split(" ")[0] ?? "").replace(/^#set(\d+)$/, (_, n: string) => set[Number(n)] ?? "");
    if (inList) return (inList[2] ?? "").split(", ").some((value) => item?.[name] === values[value]);
    const [, , value = ""] = one.split(" ");
    return item?.[name] === values[value];
  });
}
