/** Finds what a path leads to: one value for a definite path, always a list for any other. */
import { normalizePath, type Path, type Segment, type Selector } from "./ast.ts";
import { PathNotFoundError } from "./errors.ts";
import { matches } from "./match.ts";

const nothing = Symbol("nothing");

/**
 * Evaluates `path` on `root`, which is what its `$`, `$$` or `$variable` stands for.
 *
 * @throws PathNotFoundError when a definite path leads nowhere
 * @example
 * evaluatePath(parsePath("$.list[?(@.keep == true)]"), { list: [{ keep: true }, { keep: false }] }); // [{ keep: true }]
 */
export function evaluatePath(path: Path, root: unknown): unknown {
  return path.definite ? evaluateDefinite(path, root) : evaluateIndefinite(path, root);
}

function evaluateDefinite(path: Path, root: unknown): unknown {
  let value = root;
  for (let index = 0; index < path.segments.length; index += 1) {
    const segment = path.segments[index] as Segment;
    const next = step(segment.selector, value);
    if (next === nothing) throw notFound(path, index, value);
    value = next;
  }
  return value;
}

function step(selector: Selector, value: unknown): unknown {
  if (selector.kind === "names") return member(value, selector.names[0] as string);
  if (selector.kind === "indexes") return element(value, selector.indexes[0] as number);
  if (Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : nothing;
}

function notFound(path: Path, index: number, value: unknown): PathNotFoundError {
  const { selector } = path.segments[index] as Segment;
  if (selector.kind === "names" && !isObject(value)) {
    const upstream = normalizePath(path, index);
    return new PathNotFoundError(
      `Expected to find an object with property ['${selector.names[0]}'] in path ${upstream} but found '${typeName(value)}'`,
    );
  }
  if (index < path.segments.length - 1 && selector.kind === "names") {
    return new PathNotFoundError(`Missing property in path ${normalizePath(path, index + 1)}`);
  }
  return new PathNotFoundError(`No results for path: ${normalizePath(path)}`);
}

function evaluateIndefinite(path: Path, root: unknown): unknown[] {
  let values: unknown[] = [root];
  for (const segment of path.segments) {
    const found: unknown[] = [];
    for (const value of values) {
      if (segment.descendants) for (const inner of descendants(value)) select(segment.selector, inner, root, found);
      else select(segment.selector, value, root, found);
    }
    values = found;
  }
  return values;
}

function* descendants(value: unknown): Generator<unknown> {
  yield value;
  for (const child of children(value)) if (typeof child === "object" && child !== null) yield* descendants(child);
}

function children(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function select(selector: Selector, value: unknown, root: unknown, found: unknown[]): void {
  switch (selector.kind) {
    case "names":
      selectNames(selector.names, value, found);
      return;
    case "indexes":
      for (const index of selector.indexes) push(found, element(value, index));
      return;
    case "slice":
      if (Array.isArray(value)) selectSlice(selector, value, found);
      return;
    case "wildcard":
      found.push(...children(value));
      return;
    case "filter":
      for (const child of Array.isArray(value) ? value : [value]) if (matches(selector.expression, child, root)) found.push(child);
      return;
    case "function":
      push(found, step(selector, value));
  }
}

function selectNames(names: readonly string[], value: unknown, found: unknown[]): void {
  if (names.length === 1) {
    push(found, member(value, names[0] as string));
    return;
  }
  if (!isObject(value)) return;
  found.push(Object.fromEntries(names.filter((name) => Object.hasOwn(value, name)).map((name) => [name, value[name]])));
}

function selectSlice(slice: { start?: number; end?: number; step: number }, list: readonly unknown[], found: unknown[]): void {
  const bound = (index: number): number => (index < 0 ? Math.max(list.length + index, 0) : Math.min(index, list.length));
  const end = bound(slice.end ?? list.length);
  for (let index = bound(slice.start ?? 0); index < end; index += slice.step) found.push(list[index]);
}

function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : nothing;
}

function element(value: unknown, index: number): unknown {
  if (!Array.isArray(value)) return nothing;
  const position = index < 0 ? value.length + index : index;
  return position >= 0 && position < value.length ? value[position] : nothing;
}

function push(found: unknown[], value: unknown): void {
  if (value !== nothing) found.push(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function typeName(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}
