/** Where a machine, a branch or an iteration has come to: what a redriven execution goes on from. */
import type { Data } from "./json.ts";
import { Variables } from "./variables.ts";

export interface Visit {
  readonly name: string;
  readonly input: Data;
  /** Its StateEntered event, once there is one; milliseconds since 1970. */
  entered?: { readonly id: number; readonly time: number };
}

export class Trail {
  readonly variables: Variables;
  /** The state that it is in. */
  visit: Visit | undefined;
  /** What it gave, once it has ended well. */
  output: Data | undefined;
  /** Branches or iterations of the state that it is in. */
  readonly #parts = new Map<number, Trail>();

  constructor(outer?: Variables) {
    this.variables = new Variables(outer);
  }

  /** The branch or iteration `index` of the state that it is in, new or as the attempt before left it. */
  part(index: number): Trail {
    const known = this.#parts.get(index);
    if (known !== undefined) return known;
    const part = new Trail(this.variables);
    this.#parts.set(index, part);
    return part;
  }

  /** Keeps what it gave; nobody reads its variables any more. */
  end(output: Data): void {
    this.output = output;
    this.visit = undefined;
    this.variables.release();
  }

  /** Forgets the branches or iterations: their state has been left, or begins anew. */
  forgetParts(): void {
    for (const part of this.#parts.values()) {
      part.forgetParts();
      part.variables.release();
    }
    this.#parts.clear();
  }
}
