/** The operator's commands of `npm run refresh`: start, status, resume, rollback, unlock. `local/cli` and tests may enter. */
export { auditDetailType, auditSource } from "./audit.ts";
export { type Address, operatorClients } from "./clients.ts";
export { confirm, type Terminal } from "./confirm.ts";
export { OperatorError, sentenceOf } from "./errors.ts";
export { findEnvironment, type Operator } from "./operator.ts";
export { readPlan } from "./plan.ts";
export { AuditDetail, PlanReport, ResumeReport, RollBackReport, StartReport, StatusReport, UnlockReport } from "./reports.ts";
export { type ResumeOptions, resumeRun } from "./resume.ts";
export { type RollBackOptions, rollBackRun } from "./rollback.ts";
export { type Conversation, startRun } from "./start.ts";
export { type KnownStages, readStatus } from "./status.ts";
export { lockText, planText, rollBackText, statusText, switchText } from "./text.ts";
export { unlock } from "./unlock.ts";
