/** Names of constants: each once in the file, and none that means something else there. */
import { variableName } from "../build/names.ts";

const RESERVED = (
  "abstract any arguments as async await boolean break case catch class const continue debugger declare default delete do else enum eval export " +
  "extends false finally for from function get if implements import in instanceof interface let module namespace never new null number object " +
  "package private protected public return set static string super switch symbol this throw true try type typeof undefined unknown var void " +
  "while with yield " +
  // What the file imports, or what the body is given.
  "z input context run poll map distributedMap parallel choice wait pass onFailure guard fail succeed goto state at Expr workflow when token text " +
  "jsonpath jsonata literal eq ne gt gte lt lte and or not present before after like failure"
).split(" ");

export class Identifiers {
  readonly #taken = new Set<string>(RESERVED);

  /** An identifier for the name of a state; `otherwise` stands behind it where it is taken. */
  make(name: string, otherwise: string): string {
    const plain = variableName(name);
    const base = this.#taken.has(plain) ? `${plain}${otherwise}` : plain;
    let identifier = base;
    for (let count = 2; this.#taken.has(identifier); count += 1) identifier = `${base}${count}`;
    this.#taken.add(identifier);
    return identifier;
  }
}
