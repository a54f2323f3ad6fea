/** All checks of `npm test`, the quick ones first. */
import { type Check, programCheck } from "./check.ts";
import { jestCheck } from "./jest.ts";

export type { Check, CheckResult } from "./check.ts";

export const checks: readonly Check[] = [
  programCheck("types", "Types", ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."]),
  programCheck("biome", "Format and lint", ["node_modules/@biomejs/biome/bin/biome", "check", "."]),
  programCheck("eslint", "Expressions in workflows", ["node_modules/eslint/bin/eslint.js", "workflows"]),
  programCheck("artifacts", "Committed artifacts are current", ["local/cli/run.mjs", "workflow-build", "--check"]),
  programCheck("scenarios", "Scenarios of the workflows", ["local/cli/run.mjs", "workflow-test"]),
  jestCheck,
];
