/** Names for the nodes of a picture, and texts that Mermaid shows as they are. */
import { variableName } from "../../build/names.ts";

/** Words that mean something to Mermaid. */
const RESERVED =
  "end start done graph subgraph flowchart direction class classDef click style linkStyle default interpolate call href fail guard";

/** Gives each state one identifier. */
export class Ids {
  readonly #ids = new Map<string, string>();
  readonly #taken = new Set<string>(RESERVED.split(" "));

  /** The identifier of a state; state names are unique in a machine and everything inside it. */
  of(state: string): string {
    const known = this.#ids.get(state);
    if (known !== undefined) return known;
    const id = this.fresh(variableName(state));
    this.#ids.set(state, id);
    return id;
  }

  /** An identifier that nothing else has. */
  fresh(wanted: string): string {
    let id = wanted;
    while (this.#taken.has(id)) id += "_";
    this.#taken.add(id);
    return id;
  }
}

/**
 * A text in quotes; lines are broken at the line feeds. Quotation marks become apostrophes, since Mermaid loses coded ones where it
 * wraps a line; what would be a tag, a code or a list to it is coded.
 */
export function quoted(text: string): string {
  const coded = text
    .replace(/["`]/g, "'")
    .replace(/#(?=\w+;)/g, "#35;")
    .replace(/<(?=[A-Za-z/!])/g, "#lt;")
    .replace(/^(\d+)\./gm, "$1#46;")
    .replace(/^([-*+])(?= )/gm, (sign) => `#${sign.charCodeAt(0)};`);
  return `"${coded.replaceAll("\n", "<br/>")}"`;
}
