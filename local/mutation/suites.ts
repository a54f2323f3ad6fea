/** The suites of `npm run test:mutation`. A room registers its sources and its tests here. */
import { engineEquivalents } from "./equivalents/engine.ts";
import { proveEquivalents } from "./equivalents/prove.ts";
import type { Suite } from "./suite.ts";

/** The suites, by their names on the command line. */
export const suites: readonly Suite[] = [
  {
    name: "engine",
    sources: ["handlers/masking/engine/steps/"],
    tests: ["test/masking/vectors.test.ts", "test/masking/engine-reference.test.ts", "test/masking/engine-steps.test.ts"],
    equivalents: engineEquivalents,
  },
  {
    name: "prove",
    sources: ["handlers/masking/prove/"],
    tests: [
      "test/masking/prove-judge.test.ts",
      "test/masking/prove-scan.test.ts",
      "test/masking/prove-unfold.test.ts",
      "test/masking/prove-edges.test.ts",
      "test/masking/prove-definition.test.ts",
      "test/masking/prove-filter.test.ts",
      "test/masking/prove.test.ts",
    ],
    packages: ["hyparquet", "hyparquet-compressors", "hyparquet-writer"],
    equivalents: proveEquivalents,
  },
];
