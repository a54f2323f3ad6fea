/** `pick` and `int`: a keyed choice from a list or a range, never the value itself. */
import type { StepArgs } from "../definitions/index.ts";
import { num } from "../keys.ts";
import type { Step } from "./step.ts";

export const pick: Step<StepArgs<"pick">> = {
  compile: ({ list }, { keys, lists }) => {
    const mac = keys.mac("pick", list);
    const items = lists.get(list) ?? [];
    if (items.length < 2) throw new RangeError(`The list "${list}" that pick names needs at least two items, and has ${items.length}.`);
    return (text) => {
      const at = num(mac(text)) % items.length;
      const item = items[at] ?? "";
      return item === text ? (items[(at + 1) % items.length] ?? "") : item;
    };
  },
  room: ({ list }, _text, lists) => Math.log2(lists.get(list)?.length ?? 1),
};

export const int: Step<StepArgs<"int">> = {
  compile: ({ min, max }, { keys }) => {
    const mac = keys.mac("int", "");
    const size = max - min + 1;
    return (text) => {
      const at = num(mac(text)) % size;
      const chosen = String(min + at);
      return chosen === text ? String(min + ((at + 1) % size)) : chosen;
    };
  },
  room: ({ min, max }) => Math.log2(max - min + 1),
};
