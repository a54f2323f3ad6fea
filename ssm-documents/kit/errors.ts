/** What is wrong with a document, all of it at once. */

/** A document that AWS would refuse or that could not run; `problems` names step, field and what to do. */
export class AutomationBuildError extends Error {
  override readonly name = "AutomationBuildError";
  readonly problems: readonly string[];

  constructor(document: string, problems: readonly string[]) {
    super(`The document "${document}" cannot be built:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}
