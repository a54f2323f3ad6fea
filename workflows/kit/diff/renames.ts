/** The lines of renamed states; those that are named after another one share its line. */
import { type Change, changeOf } from "./change.ts";
import type { Node } from "./graph.ts";
import type { Pairs } from "./match/index.ts";
import type { RenamedData } from "./variables.ts";
import { count, listed, quoted } from "./words.ts";

interface Rename {
  readonly before: Node;
  readonly after: Node;
  /** Renamed along with it, as they are named after it. */
  readonly followers: readonly Node[];
}

interface Plain {
  readonly before: Node;
  readonly after: Node;
}

/** Whether a state has the name of another and more: `Await export: wait`. */
function isNamedAfter(one: Plain, other: Plain): boolean {
  const rest = (name: string, start: string): string | undefined => {
    const end = name.startsWith(start) ? name.slice(start.length) : "";
    return /^[: ]/.test(end) ? end : undefined;
  };
  const [old, now] = [rest(one.before.name, other.before.name), rest(one.after.name, other.after.name)];
  return old !== undefined && old === now;
}

/** The renamed states, without those that have a line of another. */
function renamesIn(pairs: Pairs): readonly Rename[] {
  const all = pairs.before.nodes.flatMap((before): readonly Plain[] => {
    const after = pairs.now(before);
    return after && after.name !== before.name ? [{ before, after }] : [];
  });
  const named = all.filter(({ before }) => pairs.stayed(before));
  const leaders = all.filter((one) => !named.includes(one) || !named.some((other) => isNamedAfter(one, other)));
  return leaders.map((leader) => ({
    ...leader,
    followers: named.filter((one) => isNamedAfter(one, leader)).map(({ after }) => after),
  }));
}

/** `, with 2 states named after it`; empty in most cases. */
const followerWords = (followers: readonly Node[]): string =>
  followers.length === 0 ? "" : `, with ${count(followers.length, "state")} named after it`;

/** What a renamed state leaves behind has another name too. */
const dataWords = (data: readonly RenamedData[]): string => listed(data.map(({ from, to }) => `${from} → ${to}`));

/** The data that the states of a rename leave behind, which have other names now. */
function dataOf(after: Node, renamed: readonly RenamedData[]): readonly RenamedData[] {
  const { ResultPath, Assign } = after.state;
  const keys = typeof Assign === "object" && Assign !== null ? Object.keys(Assign).map((key) => `$${key.replace(/\.\$$/, "")}`) : [];
  return renamed.filter(({ to }) => to === ResultPath || keys.includes(to));
}

/** What is said of renamed states and of renamed data, by the state as it is now. */
export function renameChanges(pairs: Pairs, data: readonly RenamedData[]): ReadonlyMap<Node, readonly Change[]> {
  const changes = new Map<Node, readonly Change[]>();
  const left = new Set(data);
  for (const { before, after, followers } of renamesIn(pairs)) {
    const own = [after, ...followers].flatMap((node) => dataOf(node, data)).filter((one) => left.delete(one));
    const words = `renamed from ${quoted(before.name)}${followerWords(followers)}${own.length === 0 ? "" : ` (${dataWords(own)})`}`;
    changes.set(after, [changeOf({ subject: "state", action: "renamed", from: before.name, to: after.name, words }, after)]);
  }
  for (const node of pairs.after.nodes) {
    for (const one of dataOf(node, [...left])) {
      left.delete(one);
      const words = `result renamed, also where it is read: ${dataWords([one])}`;
      const change = changeOf({ subject: "result", action: "renamed", ...one, words }, node);
      changes.set(node, [...(changes.get(node) ?? []), change]);
    }
  }
  return changes;
}

/** A text that speaks of states by their names in quotation marks is the same under their new names. */
export function sameTextUnder(pairs: Pairs): (before: string, after: string) => boolean {
  const names = new Map(pairs.before.nodes.map((node) => [quoted(node.name), quoted(pairs.now(node)?.name ?? node.name)]));
  return (before, after) => before === after || before.replace(/"[^"]*"/g, (name) => names.get(name) ?? name) === after;
}
