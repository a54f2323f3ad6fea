/** What TypeScript cannot see in a document: names that are texts, ways through it, AWS's limits. All problems at once. */
import { type Recorded, stepLists } from "../steps/index.ts";
import { checkLimits } from "./limits.ts";
import { checkNames, checkSteps } from "./names.ts";
import type { Checked } from "./problem.ts";
import { checkReads } from "./reads.ts";
import { checkSayable } from "./sayable.ts";
import { checkScripts } from "./scripts.ts";
import { checkDocumentSize, checkStepSizes, checkValues } from "./sizes.ts";
import { checkTypes } from "./types.ts";

export { maximumBytes, parameterBytes } from "./sizes.ts";

/** Every problem of a document, in words: where, what is wrong, what to do. */
export function checkDocument(document: Recorded, declared: Checked["declared"]): readonly string[] {
  const problems: string[] = [];
  const report = (where: string, problem: string): void => void problems.push(`${where}: ${problem}`);
  const checked: Checked = { document, declared, report, lists: stepLists(document.steps) };
  for (const check of [checkNames, checkValues, checkSteps, checkLimits, checkTypes, checkReads, checkScripts, checkStepSizes])
    check(checked);
  if (checkSayable(checked)) checkDocumentSize(checked);
  return problems;
}
