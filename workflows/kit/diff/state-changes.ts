/** The lines of states: added, removed, moved, renamed, and what changed in each. */
import { type Change, changeOf, type Part } from "./change.ts";
import { aroundOf, type Node, type Scope } from "./graph.ts";
import type { Pairs } from "./match/index.ts";
import { kindWords, type SameText, stateParts, whereWords } from "./parts/index.ts";
import { renameChanges } from "./renames.ts";
import type { RenamedData } from "./variables.ts";
import { quoted } from "./words.ts";

/** Added or removed along with the state or branch around it, whose line says so. */
const comesAlong = ({ scope }: Node, hasPartner: (of: Scope | Node) => boolean): boolean =>
  !hasPartner(scope) && ![...scope.nodes.values()].some(hasPartner);

const located = (words: string, where: string): string => (where === "" ? words : `${words} ${where}`);

function addedChange(node: Node): Change {
  return changeOf({ subject: "state", action: "added", words: located(`added (${kindWords(node)})`, whereWords(node)) }, node);
}

function removedChange(node: Node): Change {
  const where = whereWords(node);
  const words = `removed (${kindWords(node)})${where === "" ? "" : `, was ${where}`}`;
  return changeOf({ subject: "state", action: "removed", words }, node);
}

const scopeWords = ({ owner }: Scope): string => (owner ? quoted(owner.name) : "the top level");

function movedPart(before: Node, after: Node): Part {
  const [from, to] = [scopeWords(before.scope), scopeWords(after.scope)];
  const words = located(from === to ? `moved to another branch of ${to}` : `moved from ${from} into ${to},`, whereWords(after));
  return { subject: "state", action: "moved", from: aroundOf(before), to: aroundOf(after), words: words.replace(/,$/, "") };
}

/** The states of both machines, removed ones behind the state that they followed in the text. */
function inOrder(pairs: Pairs): readonly { readonly before?: Node; readonly after?: Node }[] {
  const removed = new Map<Node | undefined, Node[]>();
  let last: Node | undefined;
  for (const before of pairs.before.nodes) {
    const now = pairs.now(before);
    if (now) last = now;
    else removed.set(last, [...(removed.get(last) ?? []), before]);
  }
  const gone = (after: Node | undefined) => (removed.get(after) ?? []).map((before) => ({ before }));
  return [
    ...gone(undefined),
    ...pairs.after.nodes.flatMap((after) => {
      const before = pairs.was(after);
      return [before ? { before, after } : { after }, ...gone(after)];
    }),
  ];
}

/** The changes of all states, in the order of the new machine. */
export function stateChanges(pairs: Pairs, data: readonly RenamedData[], same: SameText): readonly Change[] {
  const renamed = renameChanges(pairs, data);
  return inOrder(pairs).flatMap(({ before, after }): readonly Change[] => {
    if (before && after) {
      const parts = [...(pairs.stayed(before) ? [] : [movedPart(before, after)]), ...stateParts(before, after, pairs, same)];
      return [...(renamed.get(after) ?? []), ...parts.map((part) => changeOf(part, after))];
    }
    if (after) return comesAlong(after, (of) => pairs.hadPartner(of)) ? [] : [addedChange(after)];
    return !before || comesAlong(before, (of) => pairs.hasPartner(of)) ? [] : [removedChange(before)];
  });
}
