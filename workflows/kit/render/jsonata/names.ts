/** The variables' names: the result's own, unless JSONata has that name already. */
import type { Scope } from "../../build/scope.ts";
import { type State, scopesIn } from "../../build/states.ts";
import { allStates } from "../../build/storage.ts";
import type { Root } from "../../expressions/index.ts";
import type { RenderInput } from "./context.ts";

/** What `$name` already means: JSONata's functions, Step Functions' own, and what `pluck` and `filter` call an element. */
const TAKEN: ReadonlySet<string> = new Set(
  (
    "states element abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl decodeUrlComponent " +
    "distinct each encodeUrl encodeUrlComponent error eval exists filter floor formatBase formatInteger formatNumber fromMillis join keys " +
    "length lookup lowercase map match max merge millis min not now number pad parseInteger power random reduce replace reverse round " +
    "shuffle sift single sort split spread sqrt string substring substringAfter substringBefore sum toMillis trim type uppercase zip " +
    "partition range hash uuid parse"
  ).split(" "),
);

/** How many machines are around a scope whose variables it can read: those up to the top or a distributed Map. */
function depthOf(scope: Scope | undefined): number {
  let depth = 0;
  for (let at = scope; at && at.kind !== "distributed" && at.parent; at = at.parent) depth += 1;
  return depth;
}

function nameOf(root: Root, scope: Scope | undefined): string {
  // A machine inside may not assign the names of those around it.
  if (root.kind === "failure") return depthOf(scope) === 0 ? "failure" : `failure${depthOf(scope) + 1}`;
  return TAKEN.has(root.name) || /^element\d+$/.test(root.name) ? `${root.name}Result` : root.name;
}

/** Every variable's name, without the dollar sign; a hand-written state assigns its own as its author calls it. */
export function variableNames(top: Scope, owners: ReadonlyMap<Root, Scope>): ReadonlyMap<Root, string> {
  const byHand = new Set(allStates(top).flatMap((state) => (state.type === "Handwritten" ? [state.result] : [])));
  return new Map([...owners].map(([root, scope]) => [root, byHand.has(root) ? root.name : nameOf(root, scope)]));
}

/** What a state assigns, by its `Next` or its Catch. */
function assignedBy(state: State, scope: Scope, live: ReadonlySet<Root>): readonly Root[] {
  if (state.type === "Handwritten") return [];
  const result = state.result && (live.has(state.result) || state.type === "Pass") ? [state.result] : [];
  const failure = live.has(scope.failure) && state.catch?.some(({ keepsFailure }) => keepsFailure) ? [scope.failure] : [];
  return [...result, ...failure];
}

/** Reports two variables of one name where one can see the other. */
export function checkVariables(
  scope: Scope,
  input: RenderInput,
  names: ReadonlyMap<Root, string>,
  around: ReadonlyMap<string, Root>,
): void {
  const seen = new Map(around);
  for (const state of scope.all) {
    for (const root of assignedBy(state, scope, input.live)) {
      const name = names.get(root) ?? root.name;
      const before = seen.get(name);
      if (before && before !== root)
        input.report(`its variable has the name of another one: $${name}.`, state.name, "Rename one of the states.");
      seen.set(name, root);
    }
  }
  for (const state of scope.all) {
    for (const inner of scopesIn(state)) checkVariables(inner, input, names, inner.kind === "distributed" ? new Map() : seen);
  }
}
