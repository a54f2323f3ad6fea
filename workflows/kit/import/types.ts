/** Types of results and of what is handed in: short ones stand where they are used, long ones get a name. */
import type { Shape } from "./shape.ts";

const SHORT = 48;

export class Types {
  readonly #declared = new Map<string, string>();

  /** The type of a constant: written out, or the name of its interface. */
  of(constant: string, shape: Shape): string {
    const inline = shape.type();
    const base = constant.charAt(0).toUpperCase() + constant.slice(1);
    const name = base === "Expr" ? "ExprData" : base;
    const declaration = inline.length > SHORT ? shape.declaration(name) : undefined;
    if (declaration === undefined) return inline;
    this.#declared.set(name, declaration);
    return name;
  }

  /** The interfaces, in the order in which they are used. */
  get declarations(): readonly string[] {
    return [...this.#declared.values()].reverse();
  }
}
