/** The committed artifacts of a workflow, as texts. */
import type { AnyWorkflow } from "../workflow-type.ts";
import { toAsl } from "./asl.ts";
import { toMermaid } from "./mermaid.ts";
import { toTokens } from "./tokens.ts";

export { toAsl } from "./asl.ts";
export { toMermaid } from "./mermaid.ts";
export { tokensIn, toTokens } from "./tokens.ts";

/** File name → text, for everything that is committed beside a workflow's source. */
export const artifactsOf = (workflow: AnyWorkflow): ReadonlyMap<string, string> =>
  new Map([
    [`${workflow.name}.asl.json`, toAsl(workflow)],
    [`${workflow.name}.mmd`, toMermaid(workflow)],
    [`${workflow.name}.tokens.json`, toTokens(workflow)],
  ]);
