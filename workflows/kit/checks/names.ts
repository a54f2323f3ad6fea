/** Names: unique in the whole machine, at most 80 characters, and no two results in one place. */
import type { Scope } from "../build/scope.ts";
import { type State, scopesIn } from "../build/states.ts";
import { allStates } from "../build/storage.ts";
import type { Checked } from "./problem.ts";

const LONGEST = 80;

/** Step Functions wants state names to be unique across all of the scopes of a machine. */
export function checkNames({ top, report }: Checked): void {
  const seen = new Set<string>();
  for (const { name } of allStates(top)) {
    if (seen.has(name)) report("two states have this name.", name, "Names are unique in the whole machine, Maps and branches included.");
    seen.add(name);
    if (name.length > LONGEST)
      report(
        `the name has ${name.length} characters.`,
        name,
        `Step Functions allows ${LONGEST}, also of a name that is made from a step's.`,
      );
    if (name.trim() !== name || name === "") report("the name is empty, or begins or ends with a space.", name);
  }
}

/** Results lie beside the fields of the input and of the item: two of one name would overwrite each other. */
export function checkResultNames({ top, owners, live, report }: Checked, inputFields: readonly string[]): void {
  type Taken = Map<string, State | undefined>;
  const handedIn = new Map<Scope, Set<string>>();
  for (const [root, scope] of owners) {
    if (root.kind === "item" || root.kind === "batch") handedIn.set(scope, (handedIn.get(scope) ?? new Set<string>()).add(root.name));
  }
  const place = (state: State, scope: Scope, taken: Taken): void => {
    const { result } = state;
    // A hand-written state may overwrite what it likes: the data flow knows.
    if (result?.kind !== "result" || !live.has(result) || state.type === "Handwritten") return;
    const before = taken.get(result.name);
    if (!taken.has(result.name)) taken.set(result.name, state);
    else if (before === undefined)
      report(`its result would overwrite the input's field "${result.name}".`, state.name, "Rename the state.");
    else if (before.result !== result)
      report(`its result has the same place as that of "${before.name}": $.${result.name}.`, state.name, "Rename one of them.");
    if (handedIn.get(scope)?.has(result.name))
      report(`its result would overwrite "${result.name}", which the Map hands in.`, state.name, "Rename the state.");
  };
  const walk = (scope: Scope, taken: Taken): void => {
    for (const state of scope.all) {
      place(state, scope, taken);
      for (const inner of scopesIn(state)) walk(inner, state.type === "Handwritten" ? new Map() : taken);
    }
  };
  walk(top, new Map(inputFields.map((field) => [field, undefined])));
}
