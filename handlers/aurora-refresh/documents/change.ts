/** What planning a column's elements or members gives. */
import type { Decision } from "../../masking/decide/index.ts";
import type { MaskingKeys } from "../../masking/engine/index.ts";
import type { Rules } from "../../masking/rules/index.ts";
import type { PlaceRow } from "../../masking/sql/index.ts";
import type { DocumentPlan } from "../columns.ts";
import type { Leaves } from "./leaves.ts";

/** What becomes of a column; without a value it is masked, or passes, as a whole. */
export interface Change {
  readonly decision: Decision;
  readonly value?: string;
  readonly document?: DocumentPlan;
}

/** What the columns of a run share. */
export interface Shared {
  readonly rules: Rules;
  readonly keys: MaskingKeys;
  readonly leaves: Leaves;
  readonly places: PlaceRow[];
}

/** The decision that holds the column's service. */
export const held = (decision: Decision, why: string): Decision => ({
  action: "hold",
  why,
  declared: decision.declared,
  checkDistinct: false,
});
