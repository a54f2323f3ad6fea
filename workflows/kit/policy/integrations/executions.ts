/** Executions of state machines. */
import { arnAt, arnParts, isArn } from "../arn.ts";
import { allow, type Call, inService, managedRule, named, type Rule } from "../call.ts";
import type { Grant, Resource } from "../types.ts";

/** The executions of a machine; a token hides its name. */
function executionsOf(call: Call, machine: Resource): Resource {
  const parts = arnParts(machine.arn);
  if (parts) {
    const name = parts.resource.replace(/^stateMachine:/, "").split(":")[0] ?? "*";
    return { arn: arnAt(parts, "states", `execution:${name}:*`), ...(machine.wide !== undefined && { wide: machine.wide }) };
  }
  return { arn: arnAt(call.place, "states", "execution:*"), wide: `the machine's name is not known before "${machine.arn}" is filled in` };
}

const startExecution: Rule = (call) => {
  const machine = named(
    call,
    "StateMachineArn",
    inService(call, "states", (name) => `stateMachine:${name}`),
  );
  const start: Grant = allow("states:StartExecution", machine);
  if (call.waiting !== "sync") return [start];
  return [
    start,
    allow(
      "states:DescribeExecution states:StopExecution",
      executionsOf(call, isArn(machine.arn) ? machine : { ...machine, arn: machine.arn }),
    ),
    managedRule(call, "StepFunctionsGetEventsForStepFunctionsExecutionRule"),
  ];
};

export const executionRules: Readonly<Record<string, Rule>> = {
  "states:startExecution": startExecution,
};
