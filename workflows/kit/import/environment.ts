/** What a place in the source can see: constants of results, and sections, of the blocks around it. */
import type { Holder } from "./reader.ts";

export interface Section {
  readonly identifier: string;
  /** Whether a Catch names it. */
  used: boolean;
}

export class Environment {
  readonly #parent: Environment | undefined;
  readonly #results = new Map<string, Holder>();
  readonly #sections = new Map<string, Section>();
  /** The error that the section around was given. */
  readonly failure: Holder | undefined;

  constructor(parent?: Environment, failure?: Holder) {
    this.#parent = parent;
    this.failure = failure ?? parent?.failure;
  }

  addResult(state: string, holder: Holder): void {
    this.#results.set(state, holder);
  }

  addSection(state: string, section: Section): void {
    this.#sections.set(state, section);
  }

  result(state: string): Holder | undefined {
    return this.#results.get(state) ?? this.#parent?.result(state);
  }

  section(state: string): Section | undefined {
    return this.#sections.get(state) ?? this.#parent?.section(state);
  }
}
