/** What the plan of the masking says of places that no rule declares. */
import type { Undeclared } from "../../../shared/reports.ts";
import { type PlanDocument, printSuggestion } from "../../plan/index.ts";

/** Suggestions by store, service and place, made from the shapes of sampled values. */
export type PlannedSuggestions = ReadonlyMap<string, string>;

/** The key of a place among the suggestions. */
export const suggestionKey = (store: string, service: string, names: readonly string[]): string =>
  JSON.stringify([store, service, names.join(".")]);

/** The plan's suggestions. */
export function plannedSuggestions(plan: PlanDocument | undefined): PlannedSuggestions {
  const found = new Map<string, string>();
  for (const { store, service, place, suggestion } of plan?.places ?? []) {
    const text = printSuggestion(suggestion);
    if (text !== undefined) found.set(suggestionKey(store, service, [place]), text);
  }
  return found;
}

const actions = new Set(["redact", "null", "key", "year", "drop", "hold"]);
const mostPlaces = 500;

/** What the plan found undeclared in a service: all that is known of one that was held before anything of it was masked. */
export function plannedUndeclared(plan: PlanDocument | undefined, name: string): Undeclared[] {
  return (plan?.places ?? [])
    .filter(({ service, store, declared, action }) => service === name && !declared && store !== "records" && actions.has(action))
    .slice(0, mostPlaces)
    .map(({ store, service, place, action, why, suggestion }) => {
      const text = printSuggestion(suggestion);
      const what = { store, service, place: place.slice(0, 400), action, why: why.slice(0, 400) } as Undeclared;
      return text === undefined ? what : { ...what, suggestion: text };
    });
}
