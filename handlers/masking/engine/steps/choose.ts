/** `pick` and `int`: a keyed choice from a list or a range, never the value itself. */
import { num } from "../keys.ts";
import { codePoints, integer, isDomain, type StepDefinition } from "./step.ts";

const pickStep: StepDefinition = {
  name: "pick",
  usage: "pick:LIST (a list of the rules file)",
  bind: (args) => {
    const list = args[0];
    if (args.length !== 1 || !isDomain(list)) return undefined;
    return {
      masks: true,
      subkeys: [{ function: "pick", domain: list }],
      list,
      compile: ({ keys, lists }) => {
        const mac = keys.mac("pick", list);
        const items = lists.get(list) ?? [];
        if (items.length < 2) throw new RangeError(`The list "${list}" that pick names needs at least two items, and has ${items.length}.`);
        return (text) => {
          const at = num(mac(text)) % items.length;
          const item = items[at] ?? "";
          return item === text ? (items[(at + 1) % items.length] ?? "") : item;
        };
      },
      room: (_text, lists) => Math.log2(lists.get(list)?.length ?? 1),
      longest: (_input, lists) => Math.max(0, ...(lists.get(list) ?? []).map(codePoints)),
    };
  },
};

const intStep: StepDefinition = {
  name: "int",
  usage: "int:MIN:MAX (integers, MIN below MAX)",
  bind: (args) => {
    const limit = 2 ** 51;
    const min = integer(args[0], -limit, limit);
    const max = integer(args[1], -limit, limit);
    if (args.length !== 2 || min === undefined || max === undefined || min >= max || max - min >= limit) return undefined;
    const size = max - min + 1;
    return {
      masks: true,
      subkeys: [{ function: "int", domain: "" }],
      compile: ({ keys }) => {
        const mac = keys.mac("int", "");
        return (text) => {
          const at = num(mac(text)) % size;
          const chosen = String(min + at);
          return chosen === text ? String(min + ((at + 1) % size)) : chosen;
        };
      },
      room: () => Math.log2(size),
      longest: () => Math.max(String(min).length, String(max).length),
    };
  },
};

/** pick and int. */
export const choosingSteps: readonly StepDefinition[] = [pickStep, intStep];
