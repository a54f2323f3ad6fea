/** The query protocol's flat form (`Tags.Tag.1.Key=…`) as nested objects and lists. */

interface Node {
  text?: string;
  readonly children: Map<string, Node>;
}

/**
 * Nests a form. Lists lose their `.member.N`, `.Name.N` or `.N`; every value is a text.
 *
 * @example
 * nestForm(new URLSearchParams("Tags.Tag.1.Key=run&Tags.Tag.1.Value=x")); // { Tags: [{ Key: "run", Value: "x" }] }
 */
export function nestForm(form: URLSearchParams): Record<string, unknown> {
  const root: Node = { children: new Map() };
  for (const [name, value] of form) {
    let node = root;
    for (const part of name.split(".")) {
      const child: Node = node.children.get(part) ?? { children: new Map() };
      node.children.set(part, child);
      node = child;
    }
    node.text = value;
  }
  return structure(root);
}

function plainValue(node: Node): unknown {
  if (node.children.size === 0) return node.text ?? "";
  if (isList(node)) return items(node);
  const [only] = node.children.values();
  if (node.children.size === 1 && only !== undefined && isList(only)) return items(only);
  return structure(node);
}

function structure(node: Node): Record<string, unknown> {
  const result: Record<string, unknown> = Object.create(null);
  for (const [name, child] of node.children) result[name] = plainValue(child);
  return result;
}

function isList({ children }: Node): boolean {
  return children.size > 0 && [...children.keys()].every((name) => /^\d{1,6}$/.test(name));
}

function items({ children }: Node): unknown[] {
  return [...children].sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => plainValue(child));
}
