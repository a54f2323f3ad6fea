/** The values that a step of a random workflow can read. */
import type { Expr, Ref } from "../../../workflows/kit/index.ts";
import type { Input } from "./data.ts";

/** The values at hand, by type. */
export interface Pool {
  readonly texts: readonly Ref<string>[];
  readonly numbers: readonly Ref<number>[];
  readonly flags: readonly Ref<boolean>[];
  readonly things: readonly Expr<Input["things"]>[];
  readonly tags: readonly Expr<string[]>[];
  readonly maybeTexts: readonly Ref<string>[];
  readonly maybeNumbers: readonly Ref<number>[];
  readonly nullable: readonly Ref<string | null>[];
  readonly lists: readonly Ref<readonly unknown[]>[];
  readonly instants: readonly Ref<string>[];
  readonly objects: readonly Ref<object>[];
  /** Results as they are. */
  readonly wholes: readonly Ref<unknown>[];
}
/** Nothing yet. */
export const none: Pool = {
  texts: [],
  numbers: [],
  flags: [],
  things: [],
  tags: [],
  maybeTexts: [],
  maybeNumbers: [],
  nullable: [],
  lists: [],
  instants: [],
  objects: [],
  wholes: [],
};
/** The values of both. */
export const both = (a: Pool, b: Partial<Pool>): Pool =>
  Object.fromEntries(Object.entries(a).map(([key, list]) => [key, [...list, ...(b[key as keyof Pool] ?? [])]])) as unknown as Pool;

/** What an input or a result has to read. */
export const ofRecord = (from: Expr<Omit<Input, "id">>): Partial<Pool> => ({
  texts: [from["odd key"]],
  numbers: [from.amount],
  flags: [from.flag],
  things: [from.things],
  tags: [from.tags],
  lists: [from.tags, from.things, from.deep.in.list],
  maybeTexts: [from.deep.label as Ref<string>],
  maybeNumbers: [from.deep.limit as Ref<number>],
  nullable: [from.nothing],
  instants: [from.at],
  objects: [from.deep, from.deep.in],
});
/** What an item has to read. */
export const ofThing = (item: Expr<Input["things"][number]>): Partial<Pool> => ({
  texts: [item.name],
  numbers: [item.size],
  tags: [item.tags],
  maybeTexts: [item.note as Ref<string>],
});

/** The element at a place, counted round and round. */
export function pick<V>(list: readonly V[], at: number): V {
  const found = list[at % list.length];
  if (found === undefined) throw new Error("There is nothing to pick from.");
  return found;
}
