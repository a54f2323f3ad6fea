/** The syntax tree of a JSONPath, and what can be told from it without any data. */

/** `$` (the input), `$$` (the context object) or `$name` (a variable). */
export type PathRoot = { readonly kind: "input" } | { readonly kind: "context" } | { readonly kind: "variable"; readonly name: string };

export type Selector =
  | { readonly kind: "names"; readonly names: readonly string[] }
  | { readonly kind: "indexes"; readonly indexes: readonly number[] }
  | { readonly kind: "slice"; readonly start?: number; readonly end?: number; readonly step: number }
  | { readonly kind: "wildcard" }
  | { readonly kind: "filter"; readonly expression: FilterExpression }
  | { readonly kind: "function"; readonly name: "length" };

/** One step of a path; `descendants` is the step after `..`. */
export interface Segment {
  readonly descendants: boolean;
  readonly selector: Selector;
}

export interface Path {
  readonly text: string;
  readonly root: PathRoot;
  readonly segments: readonly Segment[];
  /** True when the path names at most one value; an indefinite path always gives a list. */
  readonly definite: boolean;
}

export type Comparison =
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "=~"
  | "in"
  | "nin"
  | "subsetof"
  | "anyof"
  | "noneof"
  | "size"
  | "empty"
  | "contains";

export type Operand =
  | { readonly kind: "path"; readonly relative: boolean; readonly path: Path }
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "pattern"; readonly source: string; readonly ignoreCase: boolean };

export type FilterExpression =
  | { readonly kind: "and" | "or"; readonly left: FilterExpression; readonly right: FilterExpression }
  | { readonly kind: "not"; readonly expression: FilterExpression }
  | { readonly kind: "exists"; readonly operand: Operand }
  | { readonly kind: "compare"; readonly operator: Comparison; readonly left: Operand; readonly right: Operand };

/** Whether these segments name at most one value. */
export function isDefinite(segments: readonly Segment[]): boolean {
  return segments.every(({ descendants, selector }) => {
    if (descendants) return false;
    if (selector.kind === "names") return selector.names.length === 1;
    if (selector.kind === "indexes") return selector.indexes.length === 1;
    return selector.kind === "function";
  });
}

/** The names and indexes of a reference path (`$.a['b'][0]`), or undefined for any other path. */
export function referenceKeys(path: Path): readonly (string | number)[] | undefined {
  const keys: (string | number)[] = [];
  for (const { descendants, selector } of path.segments) {
    if (descendants) return undefined;
    const many = selector.kind === "names" ? selector.names : selector.kind === "indexes" ? selector.indexes : undefined;
    const key = many?.[0];
    if (many?.length !== 1 || key === undefined) return undefined;
    keys.push(key);
  }
  return keys;
}

/** The path in Jayway's bracket notation, for messages: `$['a'][0]`. */
export function normalizePath(path: Path, count = path.segments.length): string {
  const root = path.root.kind === "variable" ? `$${path.root.name}` : path.root.kind === "context" ? "$$" : "$";
  return root + path.segments.slice(0, count).map(segmentText).join("");
}

function segmentText({ descendants, selector }: Segment): string {
  return (descendants ? ".." : "") + selectorText(selector);
}

function selectorText(selector: Selector): string {
  switch (selector.kind) {
    case "names":
      return `[${selector.names.map((name) => `'${name}'`).join(",")}]`;
    case "indexes":
      return `[${selector.indexes.join(",")}]`;
    case "slice":
      return `[${selector.start ?? ""}:${selector.end ?? ""}]`;
    case "wildcard":
      return "[*]";
    case "filter":
      return "[?]";
    case "function":
      return `.${selector.name}()`;
  }
}
