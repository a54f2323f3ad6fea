/** The actions: how an author calls them, and how they are written down. */
export { createSteps, mostRounds } from "./create-steps.ts";
export type { StepOptions } from "./options.ts";
export { type LoopStep, type Recorded, type Step, type StepList, stepLists } from "./step.ts";
export type { Steps } from "./steps.ts";
