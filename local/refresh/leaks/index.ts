/** The leak check, which shares no code with the masking that it judges. `npm run local` and tests enter here. */
export { type Place, placeMaker, type Reader, type Sink, walkJson } from "./cells.ts";
export { checkLeaks, type LeakReport } from "./check.ts";
export { type RuleKinds, type RuleMaps, ruleKinds, rulesIn } from "./rule-kinds.ts";
export { type Environments, type LeakCheckInput, runLeakCheck } from "./run-check.ts";
