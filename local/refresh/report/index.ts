/** What a run reports, for people and as JSON. `npm run local` and tests enter here. */
export { type LeftBehindReport, NightReport, RefreshReport, type ServiceReport, type StageReport } from "./json-report.ts";
export { textReport } from "./text-report.ts";
