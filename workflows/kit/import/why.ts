/** Why a state is written by hand, for people who want to rewrite it. */
import type { AslState } from "../asl/index.ts";
import { variableName } from "../build/names.ts";
import type { QueryLanguage } from "../workflow-type.ts";

/** What keeps a Task from being a `run`. */
function whyTask(name: string, state: AslState, machine: QueryLanguage): string {
  const resource = String(state.Resource);
  const place = `$.${variableName(name)}`;
  const reasons: readonly (readonly [boolean, string])[] = [
    [resource.includes(".waitForTaskToken"), "it waits for a task token: waitForTaskToken() hands one out by name"],
    [!resource.startsWith("arn:aws:states:::"), "its Resource is no integration: run() calls functions by lambda:invoke"],
    [machine === "JSONata", "its arguments and its result are JSONata"],
    [state.TimeoutSeconds === undefined, "it has no TimeoutSeconds, which run() always writes"],
    [state.End === true, "it ends its machine with its result as it is"],
    [state.ResultPath !== null && state.ResultPath !== place, `run() stores its result at ${place}`],
    [state.InputPath !== undefined || state.OutputPath !== undefined, "it filters the data"],
    [state.Catch !== undefined, "run() writes every Catch with the error at $.failure"],
    [state.Retry !== undefined, "run() writes every Retry in full"],
  ];
  const why = reasons.find(([holds]) => holds)?.[1] ?? "nothing that the source names reads its result";
  return `the Task calls ${resource}, but ${why}.`;
}

/** One sentence, without the state's name. */
export function whyByHand(name: string, state: AslState, machine: QueryLanguage): string {
  const { Type } = state;
  if (state.Comment !== undefined && Type !== "Task" && Type !== "Map" && Type !== "Parallel")
    return `the ${Type} has a Comment, which only a hand-written state can have.`;
  if (machine === "JSONPath" && state.QueryLanguage === "JSONata") return `the ${Type} is JSONata in a machine of JSONPath.`;
  switch (Type) {
    case "Task":
      return whyTask(name, state, machine);
    case "Map":
      return "the Map hands on its data as it is: map() hands on just what its body reads.";
    case "Parallel":
      return "the Parallel puts its result where it is not read by name: parallel() stores it under its own name.";
    case "Succeed":
      return "the Succeed puts out the data as it is: succeed() puts out what it is given.";
    case "Choice":
      return state.Default === undefined
        ? "the Choice has no Default."
        : "a rule of the Choice says what no condition of the language becomes.";
    case "Wait":
      return state.End === true ? "the Wait ends its machine with the data as it is." : "the Wait has fields that wait() does not write.";
    case "Pass":
      return "the Pass puts its value elsewhere than pass() and succeed() do, or filters the data.";
    case "Fail":
      return "the Fail lacks an Error or a Cause.";
  }
}
