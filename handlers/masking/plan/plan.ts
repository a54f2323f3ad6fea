/** What a plan says: for every place what happens and why, and what stands against it. */
import type { Action } from "../decide/index.ts";
import type { StoreName } from "./facts.ts";
import type { Suggestion } from "./suggest/index.ts";

/** What is done with a place; objects are copied, masked as their parts say, or dropped. */
export type PlanAction = Action | "copy" | "mask" | "drop";

/** One place of the plan. */
export interface PlanItem {
  readonly store: StoreName;
  readonly service: string;
  /** `table.column.member`, with the condition under which it is so; for objects their folder and kind. */
  readonly place: string;
  /** The column's type, or the kinds of values seen. */
  readonly type: string;
  readonly action: PlanAction;
  /** Whether a rule says so, and which. */
  readonly declared: boolean;
  readonly rule: string | undefined;
  readonly template: string | undefined;
  /** One sentence, without a value. */
  readonly why: string;
  /** A rule that the place might get; it decides nothing. */
  readonly suggestion: Suggestion | undefined;
}

/** A service, and whether it can be masked. */
export interface PlannedService {
  readonly name: string;
  /** `degraded`: something of it has no rule; `held`: nothing of it is touched, for these reasons. */
  readonly status: "planned" | "degraded" | "held";
  readonly reasons: readonly string[];
}

/** A rule that is for nothing. */
export interface PlanWarning {
  readonly rule: string;
  readonly problem: string;
}

/** The plan of a night, or of one file: plain data, in a fixed order. */
export interface Plan {
  readonly rulesHash: string;
  readonly services: readonly PlannedService[];
  readonly items: readonly PlanItem[];
  readonly warnings: readonly PlanWarning[];
}
