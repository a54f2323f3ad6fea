/** What a plan of the stack takes of AWS's quotas, and what it costs: `npm run terraform:report` and its tests enter here. */
export { type CostLine, costLines, totalOf } from "./cost.ts";
export { costTable, quotaTable } from "./markdown.ts";
export { type Plan, parsePlan, type Resource } from "./plan.ts";
export { night, type Price, prices } from "./prices.ts";
export { type QuotaUse, quotaUses } from "./quota-use.ts";
export { type Quota, quotas } from "./quotas.ts";
