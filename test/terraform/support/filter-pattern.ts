/** The part of CloudWatch's filter patterns that the stack uses: `{ $.a.b = "text" }`, several of these by `&&`. */

/** Whether a JSON line of log matches. @throws Error for a pattern of another form */
export function matches(pattern: string, line: unknown): boolean {
  const [, inside] = /^\{ (.+) \}$/.exec(pattern) ?? [];
  if (inside === undefined) throw new Error(`No pattern of JSON lines: ${pattern}`);
  return inside.split(" && ").every((part) => {
    const [, selector = "", text] = /^\(?(\$\.[\w.]+) = "([^"]+)"\)?$/.exec(part) ?? [];
    if (text === undefined) throw new Error(`No condition that this reader knows: ${part}`);
    return valueAt(line, selector) === text;
  });
}

/** What a selector such as `$.counts.rows` selects; undefined where there is nothing. */
export function valueAt(line: unknown, selector: string): unknown {
  let value = line;
  for (const member of selector.split(".").slice(1)) value = (value as Record<string, unknown> | undefined)?.[member];
  return value;
}
