/** What a state reads of the data around it. */
import { type Read, type Root, readsOf } from "../expressions/index.ts";
import type { Scope } from "./scope.ts";
import type { State } from "./states.ts";

/** What a state itself reads, without the machines inside it. */
export function ownReads(state: State): readonly Read[] {
  switch (state.type) {
    case "Task":
      return readsOf([state.args, state.credentials]);
    case "Map":
      return readsOf(state.items);
    case "DistributedMap":
      return readsOf([state.reader.bucket, state.reader.key, state.writer, state.with, state.batch?.input]);
    case "Choice":
      return readsOf(state.rules.map(({ condition }) => condition));
    case "Pass":
      return readsOf(state.value);
    case "Wait":
      return readsOf([state.seconds, state.until]);
    case "Fail":
      return readsOf([state.error, state.cause]);
    default:
      return [];
  }
}

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
