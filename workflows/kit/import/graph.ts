/** The graph of a machine: where each state leads, which states must come before which, and in which order they are written. */
import type { AslMachine, AslState, JsonObject } from "../asl/index.ts";

/** How a state is left. */
export interface Exits {
  readonly next: string | undefined;
  /** It ends its machine, or cannot go on. */
  readonly ends: boolean;
  readonly rules: readonly { readonly rule: JsonObject; readonly to: string }[];
  readonly otherwise: string | undefined;
  readonly catches: readonly { readonly fields: JsonObject; readonly to: string }[];
}

const objects = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? (value as readonly JsonObject[]) : []);

/** The object without a field. */
export const without = (of: JsonObject, ...names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(of).filter(([name]) => !names.includes(name)));

/** The ways out of a state. */
export function exitsOf(state: AslState): Exits {
  const { Type } = state;
  const isChoice = Type === "Choice";
  const ends = Type === "Succeed" || Type === "Fail" || (!isChoice && state.End === true);
  const catches = Type === "Task" || Type === "Map" || Type === "Parallel" ? objects(state.Catch) : [];
  return {
    next: !isChoice && !ends && typeof state.Next === "string" ? state.Next : undefined,
    ends,
    rules: isChoice ? objects(state.Choices).map((rule) => ({ rule: without(rule, "Next"), to: String(rule.Next) })) : [],
    otherwise: isChoice && typeof state.Default === "string" ? state.Default : undefined,
    catches: catches.map((fields) => ({ fields: without(fields, "Next"), to: String(fields.Next) })),
  };
}

/** An edge between states. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly by: "next" | "rule" | "catch";
}

export const arrowsOf = (name: string, { next, rules, otherwise, catches }: Exits): readonly Arrow[] => [
  ...rules.map(({ to }): Arrow => ({ from: name, to, by: "rule" })),
  ...(otherwise === undefined ? [] : [{ from: name, to: otherwise, by: "rule" } as const]),
  ...(next === undefined ? [] : [{ from: name, to: next, by: "next" } as const]),
  ...catches.map(({ to }): Arrow => ({ from: name, to, by: "catch" })),
];

export interface Graph {
  readonly exits: ReadonlyMap<string, Exits>;
  /** The states that can be reached, each before those that it leads to, loops aside. */
  readonly order: readonly string[];
  readonly place: ReadonlyMap<string, number>;
  readonly into: ReadonlyMap<string, readonly Arrow[]>;
  /** State → the states that can only be reached through it, the nearest ones. */
  readonly below: ReadonlyMap<string, readonly string[]>;
}

/** The states in reverse postorder. */
function ordered(start: string, arrows: ReadonlyMap<string, readonly Arrow[]>): readonly string[] {
  const done: string[] = [];
  const seen = new Set([start]);
  const stack = [{ name: start, left: [...(arrows.get(start) ?? [])] }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    // Backwards, so that the first way out comes first in the order.
    const to = top.left.pop()?.to;
    if (to === undefined) {
      done.push(top.name);
      stack.pop();
    } else if (!seen.has(to) && arrows.has(to)) {
      seen.add(to);
      stack.push({ name: to, left: [...(arrows.get(to) ?? [])] });
    }
  }
  return done.reverse();
}

/** The nearest state that every way to a state passes (Cooper, Harvey and Kennedy). */
function dominators(
  order: readonly string[],
  place: ReadonlyMap<string, number>,
  into: ReadonlyMap<string, readonly Arrow[]>,
): readonly number[] {
  const above: number[] = order.map((_, index) => (index === 0 ? 0 : -1));
  const common = (a: number, b: number): number => {
    let [left, right] = [a, b];
    while (left !== right) {
      while (left > right) left = above[left] ?? 0;
      while (right > left) right = above[right] ?? 0;
    }
    return left;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (let index = 1; index < order.length; index += 1) {
      const known = (into.get(order[index] ?? "") ?? [])
        .map(({ from }) => place.get(from) ?? -1)
        .filter((from) => from !== -1 && above[from] !== -1);
      const nearest = known.reduce((a, b) => common(a, b), known[0] ?? 0);
      if (above[index] === nearest) continue;
      above[index] = nearest;
      changed = true;
    }
  }
  return above;
}

/** Everything that is known about the ways through a machine. */
export function graphOf(machine: AslMachine): Graph {
  const exits = new Map(Object.entries(machine.States).map(([name, state]) => [name, exitsOf(state)]));
  const arrows = new Map([...exits].map(([name, of]) => [name, arrowsOf(name, of)]));
  const order = ordered(machine.StartAt, arrows);
  const place = new Map(order.map((name, index) => [name, index]));
  const into = new Map<string, Arrow[]>(order.map((name) => [name, []]));
  for (const name of order) for (const arrow of arrows.get(name) ?? []) into.get(arrow.to)?.push(arrow);
  const below = new Map<string, string[]>(order.map((name) => [name, []]));
  dominators(order, place, into).forEach((above, index) => {
    if (index > 0) below.get(order[above] ?? "")?.push(order[index] ?? "");
  });
  return { exits, order, place, into, below };
}
