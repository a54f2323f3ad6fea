/** What every step may say about its failure, its time and what comes next. */

interface Common {
  /** Seconds for one attempt; a script has at most 600, a call of an API 25. */
  readonly timeoutSeconds?: number;
  /** How often the step is tried before it has failed; once when absent. */
  readonly maxAttempts?: number;
  /** What follows a failure; the execution is aborted when absent. */
  readonly onFailure?: "Abort" | "Continue" | `step:${string}`;
  /** What follows when somebody cancels the execution. */
  readonly onCancel?: "Abort" | `step:${string}`;
  /** Whether a failure makes the execution fail; when absent, unless `onFailure` is Continue. */
  readonly isCritical?: boolean;
}

/** Where a step goes on: to the one after it, to another one, or nowhere, however it went. */
type Way = { readonly nextStep?: string; readonly isEnd?: false } | { readonly isEnd: true; readonly nextStep?: never };

export type StepOptions = Common & Way;

/** Options of the actions that know no onCancel. */
export type UncancellableOptions = Omit<Common, "onCancel"> & { readonly onCancel?: never } & Way;
