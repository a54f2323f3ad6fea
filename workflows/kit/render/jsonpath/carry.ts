/** What an inline Map's ItemSelector carries into its body: the item, and just the outer values that the body reads. */

import { outputIsRead } from "../../build/live.ts";
import { readsInScope } from "../../build/state-reads.ts";
import type { MapState } from "../../build/states.ts";
import { type Read, readsOf } from "../../expressions/index.ts";
import type { Rendered } from "../../workflow-type.ts";
import type { Place } from "./context.ts";
import { printPath, type Segments, segmentsOf } from "./path.ts";

interface Tree {
  [key: string]: Tree | string;
}

/** Arrays are carried whole; a value that may be absent is carried with the object that it is in. */
function carried(read: Read, place: Place): Segments {
  const all = segmentsOf(read, place);
  const firstIndex = all.findIndex((key) => typeof key === "number");
  const upTo = firstIndex === -1 ? all : all.slice(0, firstIndex);
  return read.optional ? upTo.slice(0, -1) : upTo;
}

function plant(tree: Tree, segments: Segments): void {
  const keys = segments.map(String);
  let at = tree;
  for (const [index, key] of keys.entries()) {
    if (Object.hasOwn(at, `${key}.$`)) return;
    if (index === keys.length - 1) {
      delete at[key];
      at[`${key}.$`] = printPath("$", segments);
      return;
    }
    const below = at[key] ?? {};
    at[key] = below;
    if (typeof below === "string") return;
    at = below;
  }
}

/** The ItemSelector: outer values keep the paths that they have outside. */
export function itemSelector(state: MapState, place: Place): Readonly<Record<string, Rendered>> {
  const { owners, live } = place.context;
  const inside = state.body.all.flatMap((inner) => readsInScope(inner, live, owners));
  const output = outputIsRead(state, live) ? readsOf(state.body.output) : [];
  const tree: Tree = { [`${state.item.name}.$`]: "$$.Map.Item.Value" };
  for (const read of [...inside, ...output]) {
    if (owners.get(read.root) === state.body || read.root.kind === "context") continue;
    const segments = carried(read, place);
    if (segments.length === 0) {
      place.context.report(
        "the body reads all of the input, or a field of it that may be absent.",
        place.state,
        "Decide before the Map, and read single fields inside.",
      );
    } else if (segments[0] === state.item.name) {
      place.context.report(
        `the body reads the outer "${state.item.name}", which is the item's name inside.`,
        place.state,
        "Rename the outer value.",
      );
    } else plant(tree, segments);
  }
  return tree;
}
