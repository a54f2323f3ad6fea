/** How much of each quota a plan takes. */
import type { Plan } from "./plan.ts";
import { type Quota, quotas } from "./quotas.ts";

/** A quota and its use. */
export interface QuotaUse {
  readonly quota: Omit<Quota, "measure">;
  /** By plan, in the order given. */
  readonly used: readonly number[];
  /** Which of the plans need more than the default. */
  readonly raise: readonly boolean[];
}

/** The use of every quota. */
export function quotaUses(plans: readonly Plan[]): QuotaUse[] {
  return quotas.map(({ measure, ...quota }) => {
    const used = plans.map((plan) => measure(plan));
    return { quota, used, raise: used.map((one) => one > quota.limit) };
  });
}
