/** `<name>.tokens.json`: the names that Terraform has to fill in. */
import { printJson, tokensOf } from "../template/index.ts";
import type { AnyWorkflow } from "../workflow-type.ts";
import { toAsl } from "./asl.ts";

/** The tokens of the definition, sorted. */
export const tokensIn = (workflow: AnyWorkflow): readonly string[] => tokensOf(toAsl(workflow));

/** The list as JSON. */
export const toTokens = (workflow: AnyWorkflow): string => printJson(tokensIn(workflow));
