/** What the writers of one file share, and the constants of the source before it is known whether anything reads them. */
import type { AslState } from "../asl/index.ts";
import type { QueryLanguage } from "../workflow-type.ts";
import type { Code, Statement } from "./code.ts";
import type { Identifiers } from "./identifiers.ts";
import type { Holder } from "./reader.ts";
import type { Uses } from "./texts.ts";
import type { Types } from "./types.ts";

/** A statement that is filled in later. */
export type Written = { -readonly [K in keyof Statement]: Statement[K] };

/** What the whole file shares. */
export interface Shared {
  readonly uses: Uses;
  readonly identifiers: Identifiers;
  readonly language: QueryLanguage;
  /** Types that are too long for the place where they are used. */
  readonly types: Types;
  /** Statements to fill in when it is known what the ones after them read; the last first. */
  readonly pending: (() => void)[];
  /** Where the results of Tasks that are run lie. */
  readonly places: Set<string>;
  /** The contracts of Tasks that are run, by state; the last first. */
  readonly contracts: { readonly name: string; readonly contract: Code }[];
  readonly facts: { readonly native: string[]; readonly handwritten: { readonly name: string; readonly state: AslState }[] };
}

/** What a machine is given; fields that lie in it by the names of results are hidden. */
export type Given = Omit<Holder, "hidden"> & { readonly hidden: Set<string> };

/** A constant that gets its name when something reads it. */
export function lazyHolder(name: () => string, shape: Holder["shape"]): Given & { readonly isUsed: () => boolean } {
  let known: string | undefined;
  return {
    get name() {
      known ??= name();
      return known;
    },
    shape,
    hidden: new Set(),
    use() {
      known ??= name();
    },
    isUsed: () => known !== undefined,
  };
}

/** The error that a Catch hands on. */
export const ofFailure: Holder["shape"] = {
  accepts: (wishes) =>
    wishes.every(
      ({ path, want }) => path.length === 1 && (path[0] === "Error" || path[0] === "Cause") && (want === "text" || want === "anything"),
    ),
};
