/** What is wrong in a rules file, all of it at once. */

/** One mistake. */
export interface RulesProblem {
  /** The line, from 1; undefined when the rules did not come from a text. */
  readonly line: number | undefined;
  /** The rule or setting. */
  readonly rule: string | undefined;
  readonly problem: string;
  readonly allowed: string;
}

/** A rules file that cannot be used. */
export class RulesError extends Error {
  override readonly name: string = "RulesError";
  readonly file: string;
  readonly problems: readonly RulesProblem[];

  constructor(file: string, problems: readonly RulesProblem[]) {
    super(problems.map((problem) => sentence(file, problem)).join("\n"));
    this.file = file;
    this.problems = problems;
  }
}

function sentence(file: string, { line, rule, problem, allowed }: RulesProblem): string {
  const where = line === undefined ? file : `${file}, line ${line}`;
  const what = rule === undefined ? "" : `, rule "${rule}"`;
  return `${where}${what}: ${/[.?]$/.test(problem) ? problem : `${problem}.`} Allowed: ${allowed}.`;
}
