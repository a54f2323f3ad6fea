/** What a reference stands for while an execution runs. */
import type { Execution } from "../execution.ts";
import { StepFailure } from "../failures.ts";

/**
 * The values of an execution's references; `global:` times are taken at each call.
 *
 * @throws StepFailure for an output of a step that has not run
 */
export function resolveIn(execution: Execution): (name: string) => unknown {
  return (name) => {
    if (execution.parameters.has(name)) return execution.parameters.get(name);
    if (execution.values.has(name)) return execution.values.get(name);
    if (name.startsWith("variable:")) return execution.variables.get(name.slice(9));
    const value = globals(execution, name);
    if (value !== undefined) return value;
    throw new StepFailure(`{{ ${name} }}: ${noOutputYet}.`, "InputValidation", "Action");
  };
}

/** Unverified against AWS: the text of an output of a step that did not run. */
export const noOutputYet = "No output available yet because the step is not successfully executed";

function globals(execution: Execution, name: string): string | undefined {
  const now = new Date().toISOString();
  switch (name) {
    case "global:DATE":
      return now.slice(0, 10);
    case "global:DATE_TIME":
      return `${now.slice(0, 10)}_${now.slice(11, 19).replaceAll(":", ".")}`;
    case "global:REGION":
      return execution.region;
    case "global:ACCOUNT_ID":
      return execution.account;
    case "global:AWS_PARTITION":
      return "aws";
    case "automation:EXECUTION_ID":
      return execution.id;
    default:
      return undefined;
  }
}
