/** What a run of faults reports: a table to read, and JSON. The command and tests enter by the room's front door. */
export { FaultReport, FaultsReport, faultsReport } from "./json-report.ts";
export { markdownReport } from "./markdown.ts";
