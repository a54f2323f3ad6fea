/** What types cannot check: names, graph, data flow and scopes of a recorded workflow. */
import { checkAssigned } from "./assigned.ts";
import { checkEdges } from "./edges.ts";
import { checkErrors } from "./errors.ts";
import { checkHandwritten } from "./handwritten.ts";
import { checkLimits } from "./limits.ts";
import { checkNames, checkResultNames } from "./names.ts";
import type { Checked } from "./problem.ts";
import { checkScopes } from "./scopes.ts";
import { checkTasks } from "./tasks.ts";

export { didYouMean, nearest } from "./near.ts";
export type { Checked } from "./problem.ts";
export { checkSize } from "./size.ts";

/** Runs all checks; each reports what it finds. */
export function check(checked: Checked, inputFields: readonly string[]): void {
  checkNames(checked);
  checkResultNames(checked, inputFields);
  checkLimits(checked);
  checkErrors(checked);
  checkTasks(checked);
  checkHandwritten(checked);
  checkEdges(checked.top, checked.report);
  checkScopes(checked.top, checked);
  checkAssigned(checked.top, checked);
}
