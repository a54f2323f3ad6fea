/** `<name>.asl.json`: the definition as a template for Terraform. */
import { printJson } from "../template/index.ts";
import type { AnyWorkflow } from "../workflow-type.ts";

/** The Amazon States Language: states in source order, one key order, tokens as `${name}`. */
export const toAsl = (workflow: AnyWorkflow): string => printJson(workflow.definition);
