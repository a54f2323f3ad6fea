/** Mutants of the prover that no test can tell from the source. */
import type { Equivalent } from "../suite.ts";

/** The table. */
export const proveEquivalents: readonly Equivalent[] = [
  {
    file: "definition/keyed-steps.ts",
    line: "choose(macNumber(given",
    original: 'list[at] ?? ""',
    replacements: ["list[at]"],
    why: "The place in the list is always within it.",
  },
  {
    file: "fingerprint-filter.ts",
    line: "block < this.#blocks",
    original: "<",
    replacements: ["<="],
    why: "A block behind the last has no bits.",
  },
  {
    file: "fingerprint.ts",
    line: "const inlineBytes",
    original: "65_536",
    replacements: ["(65535)"],
    why: "A text of this length has the same hash by either way.",
  },
  {
    file: "hits.ts",
    line: "x < y ? -1",
    original: "1",
    replacements: ["2"],
    why: "A sort looks at the sign alone.",
  },
];
