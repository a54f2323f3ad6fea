/** The committed artifacts of a workflow, as texts. */
import { toPolicy } from "../policy/index.ts";
import type { AnyWorkflow } from "../workflow-type.ts";
import { toAsl } from "./asl.ts";
import { toPage } from "./page/index.ts";
import { toMermaid } from "./picture/index.ts";
import { toTokens } from "./tokens.ts";

export { toAsl } from "./asl.ts";
export { toPage } from "./page/index.ts";
export { toMermaid } from "./picture/index.ts";
export { tokensIn, toTokens } from "./tokens.ts";

/** File name → text, for everything that is committed beside a workflow's source. */
export const artifactsOf = (workflow: AnyWorkflow): ReadonlyMap<string, string> =>
  new Map([
    [`${workflow.name}.asl.json`, toAsl(workflow)],
    [`${workflow.name}.mmd`, toMermaid(workflow)],
    [`${workflow.name}.policy.json`, toPolicy(workflow)],
    [`${workflow.name}.tokens.json`, toTokens(workflow)],
    [`${workflow.name}.md`, toPage(workflow)],
  ]);
