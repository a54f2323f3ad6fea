/** Runs Terraform on the stack without an AWS account: `npm run terraform:test` and test/terraform enter here. */
export { artifacts, root, zipped } from "./inputs.ts";
export { limitProblems } from "./limits.ts";
export { findProvider, type Provider } from "./provider.ts";
export { scan } from "./scan.ts";
export { type Resource, type Stack, stackOf } from "./shown.ts";
export { standIn } from "./stand-in.ts";
export { manyServices, planOf, steps } from "./steps.ts";
export { createWorkspace, type Workspace } from "./workspace.ts";
