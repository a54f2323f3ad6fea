/** The list of faults, derived from the committed machines, the Automation document and the handlers' policies. The room's other folders enter here. */
export { allFaults, type Choice, chooseFaults } from "./all-faults.ts";
export { committedDocument, type DocumentSource, type DocumentStep, stepsInside } from "./document.ts";
export type { CallDisturbance, Disturbance, Entry, Fault, Situation, StateDisturbance, StepDisturbance } from "./fault.ts";
