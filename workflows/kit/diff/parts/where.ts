/** Where a state is: after which, before which. */
import { END, type Node, sizeInside, type Way } from "../graph.ts";
import { count, listed, quoted, visible } from "../words.ts";

const names = (nodes: readonly Node[]): string => listed([...new Set(nodes)].map(({ name }) => quoted(name)));

const led = (node: Node, wanted: (by: Way["by"]) => boolean): readonly Node[] =>
  node.from.filter(({ by, node: from }) => wanted(by) && from !== node).map(({ node: from }) => from);

/** `first`, `after "A", before "B"`, `on errors of "A", last`. */
export function whereWords(node: Node): string {
  const before = led(node, (by) => by !== "catch");
  const caught = led(node, (by) => by === "catch");
  const next = node.ways.flatMap(({ by, to }) => (by !== "catch" && to !== END && to !== node ? [to] : []));
  const onError = node.ways.flatMap(({ by, to }) => (by === "catch" && to !== END ? [to] : []));
  const words: string[] = [];
  if (node.scope.machine.StartAt === node.name) words.push("first");
  if (before.length > 0) words.push(`after ${names(before)}`);
  if (caught.length > 0) words.push(`on errors of ${names(caught)}`);
  if (next.length > 0) words.push(`before ${names(next)}`);
  else if (node.ways.some(({ to }) => to === END)) words.push("last");
  const alone = words.join(", ") === "first, last" ? ["alone"] : words;
  return [...alone, ...(onError.length > 0 ? [`errors to ${names(onError)}`] : [])].join(", ");
}

const detail = (node: Node): string | undefined => {
  const { Type, Resource } = node.state;
  if (Type === "Task" && typeof Resource === "string") return visible(Resource.replace(/^arn:[\w-]*:states:::/, ""));
  return node.inside.length > 0 ? `${count(sizeInside(node), "state")} inside` : undefined;
};

/** `Task, lambda:invoke`; `Map, 3 states inside`. */
export function kindWords(node: Node): string {
  const more = detail(node);
  return more === undefined ? node.state.Type : `${node.state.Type}, ${more}`;
}
