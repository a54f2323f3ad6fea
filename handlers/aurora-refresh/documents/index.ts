/** Arrays, JSON and hstore, masked by their elements and members; `prepare` and tests may enter. */
export { type PlannedDocuments, planDocuments } from "./plan-documents.ts";
