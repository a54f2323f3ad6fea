/** aws:updateVariable */
import { StepFailure } from "../failures.ts";
import { fits } from "../parameters.ts";
import type { Action } from "./action.ts";

export const updateVariable: Action = async ({ execution, inputs }) => {
  const name = String(inputs.Name).replace(/^variable:/, "");
  const definition = execution.document.variables.get(name);
  if (!definition) throw new StepFailure(`The document has no variable "${name}".`, "InputValidation", "Action");
  if (!fits(definition, inputs.Value))
    throw new StepFailure(`The variable ${name} takes a ${definition.type}.`, "InputValidation", "Action");
  execution.variables.set(name, inputs.Value);
  return {};
};
