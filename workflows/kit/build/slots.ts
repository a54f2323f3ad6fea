/** The edges of the graph: every place in a state that names the next one. */

import { leads } from "./lead.ts";
import type { Catcher, State } from "./states.ts";

/** Stands for the end of the scope until it is known which state ends it. */
export const END = "\u0000end";

export interface Slot {
  readonly state: State;
  readonly by: "next" | "rule" | "default" | "catch";
  readonly catcher?: Catcher;
  readonly to: string | undefined;
  set(name: string | undefined): void;
}

/** All edges of a state, in the order in which they are printed. */
export function slotsOf(state: State): readonly Slot[] {
  const slots: Slot[] = [];
  if (state.type === "Choice" || (state.type === "Handwritten" && state.rules.length > 0)) {
    for (const rule of state.rules) slots.push({ state, by: "rule", to: rule.next, set: leads(rule, "next") });
    // Only a hand-written Choice may do without a Default.
    if (state.type === "Choice" || state.otherwise !== undefined)
      slots.push({ state, by: "default", to: state.otherwise, set: leads(state, "otherwise") });
  } else if (state.next !== undefined) {
    slots.push({ state, by: "next", to: state.next, set: leads(state, "next") });
  }
  for (const catcher of state.catch ?? []) {
    slots.push({ state, by: "catch", catcher, to: catcher.next, set: leads(catcher, "next") });
  }
  return slots;
}
