/** What a state reads of the data around it. */
import { type Read, type Root, readsOf } from "../expressions/index.ts";
import type { ReaderOptions } from "../steps/index.ts";
import type { Scope } from "./scope.ts";
import type { State } from "./states.ts";

/** The values of a reader that may be expressions; its schema is none. */
const readerValues = (reader: ReaderOptions | undefined): unknown =>
  reader && [reader.bucket, reader.format === "LIST" ? reader.prefix : reader.key, reader.atMost];

/** The values of a state that may hold expressions, without the machines inside it and without what `keep` makes. */
export function valuesOf(state: State): unknown {
  switch (state.type) {
    case "Task":
      return [state.args, state.credentials];
    case "Map":
      return state.items;
    case "DistributedMap":
      return [readerValues(state.reader), state.items, state.writer, state.with, state.batch?.input];
    case "Choice":
      return state.rules.map(({ condition }) => condition);
    case "Pass":
      return state.value;
    case "Wait":
      return [state.seconds, state.until];
    case "Fail":
      return [state.error, state.cause];
    case "Handwritten":
      return [state.fields, state.more, state.rules.map(({ rule }) => rule), state.catch.map(({ fields }) => fields)];
    default:
      return [];
  }
}

/** What a state itself reads, without the machines inside it. */
export const ownReads = (state: State): readonly Read[] => readsOf(valuesOf(state));

/** What a state reads of its own scope: itself, and through the inline Maps and branches inside. */
export function readsInScope(state: State, live: ReadonlySet<Root>, owners: ReadonlyMap<Root, Scope>): readonly Read[] {
  const reads = [...ownReads(state)];
  const bodies = state.type === "Map" ? [state.body] : state.type === "Parallel" ? state.branches : [];
  for (const body of bodies) {
    const inside = body.all.flatMap((inner) => readsInScope(inner, live, owners));
    reads.push(...inside.filter(({ root }) => owners.get(root) !== body));
  }
  return reads;
}
