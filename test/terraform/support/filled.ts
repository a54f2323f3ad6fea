/** Whether a text is a template whose tokens are filled in, and with what. */

const token = /\$\$\{|\$\{(\w+)\}/g;

/**
 * The value of each token, the same wherever it stands; undefined when the text is not made of the template.
 *
 * @example
 * ```ts
 * filledIn('{"a":"${x}/${x}"}', '{"a":"1/1"}'); // Map { "x" => "1" }
 * ```
 */
export function filledIn(template: string, text: string): ReadonlyMap<string, string> | undefined {
  const known = new Set<string>();
  let pattern = "";
  let at = 0;
  for (const match of template.matchAll(token)) {
    const [whole, name] = match;
    pattern += literally(template.slice(at, match.index));
    at = match.index + whole.length;
    if (name === undefined) pattern += literally("${");
    // A value holds no quotation mark, so that it cannot reach into the next text.
    else pattern += known.has(name) ? `\\k<${name}>` : `(?<${name}>[^"]*?)`;
    if (name !== undefined) known.add(name);
  }
  const found = new RegExp(`^${pattern}${literally(template.slice(at))}$`).exec(text);
  return found === null ? undefined : new Map(Object.entries(found.groups ?? {}));
}

const literally = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");
