/** Reads PostgreSQL's array literals: `{1,NULL,"a b"}`, nested ones too. */

export type ArrayItem = string | null | readonly ArrayItem[];

/**
 * The elements as text.
 *
 * @throws Error when the text is no array literal.
 * @example parseArray('{a,NULL,"x,y"}') // ["a", null, "x,y"]
 */
export function parseArray(literal: string): readonly ArrayItem[] {
  const fail = (): Error => new Error("PostgreSQL returned an array that is no array literal.");
  // Arrays whose first index is not 1 carry their bounds: [0:2]={…}
  let at = literal.startsWith("[") ? literal.indexOf("=") + 1 : 0;
  const quoted = (): string => {
    let text = "";
    for (at++; literal[at] !== '"'; at++) {
      if (at >= literal.length) throw fail();
      if (literal[at] === "\\") at++;
      text += literal[at] ?? "";
    }
    at++;
    return text;
  };
  const bare = (): string | null => {
    let text = "";
    for (; at < literal.length && literal[at] !== "," && literal[at] !== "}"; at++) {
      if (literal[at] === "\\") at++;
      text += literal[at] ?? "";
    }
    return text.toUpperCase() === "NULL" ? null : text;
  };
  const array = (): ArrayItem[] => {
    const items: ArrayItem[] = [];
    if (literal[at] !== "{") throw fail();
    at++;
    if (literal[at] === "}") {
      at++;
      return items;
    }
    for (;;) {
      items.push(literal[at] === "{" ? array() : literal[at] === '"' ? quoted() : bare());
      const next = literal[at++];
      if (next === "}") return items;
      if (next !== ",") throw fail();
    }
  };
  return array();
}
