/** The drift report: JSON, page, metrics, message. The handler, `npm run parity` and tests enter here. */
export { publishDrift } from "./metrics.ts";
export { isAlarming, notify } from "./notify.ts";
export { driftPage } from "./page.ts";
export { createReport, DriftReport, remaining } from "./report.ts";
export { type Part, type Place, readParts, reportKey, writePart, writeReport } from "./store.ts";
