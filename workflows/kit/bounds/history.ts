/**
 * The bound of a history, as tight as the timeout allows. A walk of `events` that takes `seconds` has, at any price `p` a second,
 * at most `max(events - p * seconds) + p * timeout` events: the least of these over some prices is the bound.
 */
import type { Scope } from "../build/scope.ts";
import type { State } from "../build/states.ts";
import { type Counting, delaysOf, eventsAt, secondsOf } from "./events.ts";
import type { Sizes } from "./variables.ts";

/** An execution: the workflow's own, or a distributed Map's child. */
export interface Execution {
  readonly scope: Scope;
  readonly sizes: Sizes;
  /** Seconds after which it ends. */
  readonly timeout: number | undefined;
}

export interface History {
  readonly events: number;
  /** The price at which the bound was found. */
  readonly price: number;
  /** States on a loop that nothing bounds. */
  readonly unbounded: readonly (readonly string[])[];
}

function statesIn(scope: Scope): readonly State[] {
  return scope.all.flatMap((state) => [
    state,
    ...(state.type === "Map" ? statesIn(state.body) : state.type === "Parallel" ? state.branches.flatMap(statesIn) : []),
  ]);
}

const priced = (execution: Execution, price: number, more: Partial<Counting> = {}): number =>
  eventsAt(execution.scope, { sizes: execution.sizes, price, onUnbounded: () => {}, ...more }) + price * (execution.timeout ?? 0);

/** Prices at which something stops to be worth its time: a retry, or a turn of a loop that waits. */
function prices({ scope, timeout }: Execution, turns: readonly { readonly events: number; readonly seconds: number }[]): readonly number[] {
  if (timeout === undefined) return [0];
  const states = statesIn(scope);
  const retries = states
    .flatMap((state) => (state.retry ?? []).flatMap(delaysOf))
    .flatMap((seconds) => (seconds > 0 ? [3 / seconds, 4 / seconds] : []));
  const loops = turns.flatMap(({ events, seconds }) => (seconds > 0 ? [events / seconds] : []));
  // Inside of a Map time passes for many iterations at once, so that a second there is worth as much less.
  const atOnce = new Set([
    1,
    ...states.flatMap((state) => (state.type === "Map" ? [state.atOnce || 40] : state.type === "Parallel" ? [state.branches.length] : [])),
  ]);
  return [...new Set([0, ...[...retries, ...loops].flatMap((price) => [...atOnce].map((many) => price * many))])];
}

/** How many events an execution can have. */
export function historyOf(execution: Execution): History {
  const unbounded: (readonly string[])[] = [];
  const turns: { events: number; seconds: number }[] = [];
  const first = priced(execution, 0, {
    onUnbounded: (names) => void unbounded.push(names),
    onLoop: (scope, names, turn) => {
      const waits = scope.all.flatMap((state) => (state.type === "Wait" && names.includes(state.name) ? [secondsOf(state)] : []));
      turns.push({ events: turn, seconds: waits.reduce((sum, seconds) => sum + seconds, 0) });
    },
  });
  let best = { events: first, price: 0 };
  for (const price of prices(execution, turns)) {
    const events = priced(execution, price);
    if (events < best.events) best = { events, price };
  }
  const seen = new Set<string>();
  const loops = unbounded.filter((names) => !seen.has(names.join()) && seen.add(names.join()));
  return { events: loops.length > 0 ? Number.POSITIVE_INFINITY : Math.ceil(best.events), price: best.price, unbounded: loops };
}

/** What each state weighs: the events that the bound would have less without it, heaviest first. */
export function heaviestStates(
  execution: Execution,
  { price }: History,
  most: number,
): readonly { readonly state: string; readonly events: number }[] {
  const whole = priced(execution, price);
  return statesIn(execution.scope)
    .map(({ name }) => ({ state: name, events: Math.round(whole - priced(execution, price, { without: name })) }))
    .filter(({ events }) => events > 0)
    .sort((a, b) => b.events - a.events)
    .slice(0, most);
}
