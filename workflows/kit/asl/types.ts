/** Amazon States Language as plain JSON, whoever wrote it: what the diff, the policy and the import read. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

export type StateType = "Task" | "Pass" | "Choice" | "Wait" | "Succeed" | "Fail" | "Map" | "Parallel";

/** A state; only what every reader needs has a type of its own. */
export interface AslState {
  readonly Type: StateType;
  readonly [field: string]: Json;
}

/** A state machine, or what a Map or a branch holds. */
export interface AslMachine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, AslState>>;
  readonly Comment?: string;
  readonly QueryLanguage?: string;
  readonly TimeoutSeconds?: number;
}
