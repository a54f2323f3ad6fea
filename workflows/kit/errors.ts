/** The kit's errors: what is wrong in a workflow, where, and what to do. */

/** One thing that is wrong. */
export interface Problem {
  readonly workflow: string;
  readonly state?: string;
  readonly message: string;
  /** The way out. */
  readonly remedy?: string;
}

const line = ({ workflow, state, message, remedy }: Problem): string =>
  `  ${workflow}${state === undefined ? "" : ` / ${state}`}: ${message}${remedy === undefined ? "" : ` ${remedy}`}`;

/** The base of the kit's errors. */
export class KitError extends Error {
  override readonly name: string = "KitError";
}

/** A workflow that cannot be built, with everything that is wrong with it. */
export class WorkflowError extends KitError {
  override readonly name = "WorkflowError";
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`The workflow "${problems[0]?.workflow ?? ""}" has ${count}:\n${problems.map(line).join("\n")}`);
    this.problems = problems;
  }
}
