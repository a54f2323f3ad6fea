/** What operators ask for: a look ahead, a run that goes on, a way back. The handler enters, and the operator's commands. */
export { beginRollBackOperation } from "./begin-roll-back.ts";
export { previewOperation } from "./preview.ts";
export { resumeOperation } from "./resume.ts";
export { dayZero, type RollBackPlan, readRollBackPlan, type ServiceChange } from "./roll-back-plan.ts";
export { whyNotResumable } from "./why-not-resumable.ts";
