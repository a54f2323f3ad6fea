/** What a trace is, and what became of those that were found. */

/** Something besides the rows of the services' tables that holds, or may hold, a value of production; it is named, never quoted. */
export interface Trace {
  readonly kind: string;
  /** The schema that it lies in; absent for what belongs to the database or the server. */
  readonly schema?: string;
  readonly name: string;
}

/** Traces by what became of them. */
export interface Traces {
  readonly removed: readonly Trace[];
  /** They cannot be removed, and they are none of them a value that has to be unique: told to the owner. */
  readonly noticed: readonly Trace[];
  /** They could not be removed: the service of the schema is held; without one the masking has failed. */
  readonly left: readonly Trace[];
}

/** How often each kind occurs, in the order of the list. */
export function countKinds(traces: readonly Trace[]): { readonly kind: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { kind } of traces) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count }));
}
