/** SSM Automation on this machine: the committed documents, carried out step by step with AWS's statuses, limits and shapes. */
export type { AssumeRole, AssumeRoleRequest } from "./assume-role.ts";
export type { AutomationEvent } from "./execution.ts";
export type { Credentials } from "./python/process.ts";
export { type AutomationDependencies, type AutomationService, createAutomationService } from "./service.ts";
