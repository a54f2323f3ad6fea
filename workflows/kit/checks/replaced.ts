/** What a way out of a state changes in the data: results come in, and hand-written states take away what they replace. */
import type { Placement } from "../build/placement.ts";
import type { Scope } from "../build/scope.ts";
import type { Slot } from "../build/slots.ts";
import type { State } from "../build/states.ts";
import type { Read, Root } from "../expressions/index.ts";

/** What can be read somewhere: a variable; or, as a text, a field of `$` that nothing has overwritten. */
export type Fact = Root | string;

export interface Change {
  readonly adds: Root | undefined;
  readonly placement: Placement | undefined;
}

/** What leaving the state by this edge changes. */
export function changeOf(state: State, by: Slot["by"], catcher: Slot["catcher"], scope: Scope): Change {
  if (by === "catch") {
    const placement = state.type === "Handwritten" ? state.catch.find((of) => of === catcher)?.placement : undefined;
    return { adds: catcher?.keepsFailure ? scope.failure : undefined, placement };
  }
  if (state.type !== "Handwritten") return { adds: by === "next" ? state.result : undefined, placement: undefined };
  const readable = state.placement?.kind === "whole" || state.placement?.kind === "at";
  return { adds: readable ? state.result : undefined, placement: state.placement };
}

/** What is there after the change; `fields` are all fields that the scope overwrites anywhere. */
export function factsAfter(before: ReadonlySet<Fact>, { adds, placement }: Change, fields: ReadonlySet<string>): ReadonlySet<Fact> {
  const all = placement?.kind === "whole" || placement?.kind === "lost";
  const name = placement && "name" in placement ? placement.name : adds?.kind === "input" ? undefined : adds?.name;
  const stays = (fact: Fact): boolean => {
    if (typeof fact !== "string" && fact.kind === "context") return true;
    return !all && (typeof fact === "string" ? fact : fact.kind === "input" ? undefined : fact.name) !== (name ?? "");
  };
  // A new `$` has all of its own fields.
  return new Set<Fact>([...[...before].filter(stays), ...(all ? fields : []), ...(adds ? [adds] : [])]);
}

/** The fields of `$` that hand-written states overwrite somewhere in the scope. */
export function overwritten(scope: Scope): ReadonlySet<string> {
  const placements = scope.all.flatMap((state) =>
    state.type === "Handwritten" ? [state.placement, ...state.catch.map(({ placement }) => placement)] : [],
  );
  return new Set(placements.flatMap((placement) => (placement && "name" in placement ? [placement.name] : [])));
}

/** What must be there for the read. */
export function factsOf({ root, segments }: Read, fields: ReadonlySet<string>): readonly Fact[] {
  const [first] = segments;
  return root.kind === "input" && typeof first === "string" && fields.has(first) ? [root, first] : [root];
}
