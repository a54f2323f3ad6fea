/** How tables are masked: one strategy a file, chosen and explained; `prepare` and tests may enter. */
export { type Choice, type ChosenTable, chooseStrategy, type StrategyName } from "./choose.ts";
export { planStatements } from "./plan-statements.ts";
export { readChunks, type UpdateLimits, updateLimits } from "./update.ts";
