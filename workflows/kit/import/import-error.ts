/** Why a machine cannot become a workflow. */
import { KitError } from "../errors.ts";

/** More than these nobody reads at once. */
const MOST = 20;

/** A machine that no workflow can be: which state, and why. */
export class ImportError extends KitError {
  override readonly name = "ImportError";
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    const more = problems.length > MOST ? [`… and ${problems.length - MOST} more.`] : [];
    super(`The machine cannot be imported:\n${[...problems.slice(0, MOST), ...more].map((problem) => `  ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}
