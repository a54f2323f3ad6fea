/** Mutants of the prover that no test can tell from the source. */
import type { Equivalent } from "../suite.ts";

/** The table. */
export const proveEquivalents: readonly Equivalent[] = [
  {
    file: "definition/format.ts",
    line: "for (let i = 0; i < text.length",
    original: "<",
    replacements: ["<="],
    why: "Behind the end there is no code unit, which is neither letter nor digit.",
  },
  {
    file: "definition/format.ts",
    line: "for (let i = 0; i < text.length",
    original: "0",
    replacements: ["(-1)"],
    why: "Before the beginning there is no code unit, which is neither letter nor digit.",
  },
  {
    file: "definition/open-steps.ts",
    line: "for (let i = 0; i < text.length",
    original: "<",
    replacements: ["<="],
    why: "Behind the end there is no code unit, which is neither letter nor digit.",
  },
  {
    file: "definition/open-steps.ts",
    line: "for (let i = 0; i < text.length",
    original: "0",
    replacements: ["(-1)"],
    why: "Before the beginning there is no code unit, which is neither letter nor digit.",
  },
  {
    file: "definition/open-steps.ts",
    line: "pieces.at(n < 0",
    original: "<",
    replacements: ["<="],
    why: "The parser refuses the piece 0.",
  },
  {
    file: "definition/open-steps.ts",
    line: "pieces.at(n < 0",
    original: "0",
    replacements: ["1"],
    why: "n is a whole number and not 0, so n < 1 is n < 0.",
  },
  {
    file: "fingerprint-filter.ts",
    line: "block < this.#blocks",
    original: "<",
    replacements: ["<="],
    why: "A block behind the last has no bits.",
  },
  {
    file: "hits.ts",
    line: "x < y ? -1",
    original: "1",
    replacements: ["2"],
    why: "A sort looks at the sign alone.",
  },
];
