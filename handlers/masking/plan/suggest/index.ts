/** Suggestions for places without a rule. They decide nothing and hold no value; only the plan may enter. */
export { printSuggestion, type Suggestion, suggest } from "./suggest.ts";
