/** Every JSON document that the service weighs: inputs and outputs of states, arguments and results of calls. */
import type { State, TaskState } from "../build/states.ts";
import { entriesOfWorkflow } from "./entries.ts";
import { AROUND_RESULT, STARTED_BY } from "./given.ts";
import { sizeOfSchema } from "./schema-size.ts";
import { objectOf, type Size, textOf } from "./size.ts";
import { sizeOfValue, TOKEN } from "./value-size.ts";
import { type Bounded, outputSize, type Sizes } from "./variables.ts";

/** One document, and what is in it. */
export interface Document {
  readonly state: string;
  readonly what: "input" | "output" | "arguments" | "result";
  readonly size: Size;
}

function argumentsSize({ task: { target }, args }: TaskState, sizes: Sizes): Size {
  const given = sizeOfValue(args, (root) => sizes.of(root));
  const fields = [...(given.fields ?? [])];
  switch (target.kind) {
    case "lambda":
      return objectOf([
        ["FunctionName", TOKEN],
        ["Payload", given.fields ? objectOf([["operation", textOf(target.operation.length)], ...fields]) : given],
      ]);
    case "child":
      return objectOf([
        ["StateMachineArn", TOKEN],
        ["Input", objectOf([...fields, STARTED_BY])],
      ]);
    default:
      return given;
  }
}

/** What comes back from a call, before anything is selected: of an AWS call just the members of its contract. */
function resultSize({ task }: TaskState, sent: Size): Size {
  const { target } = task;
  if (target.kind === "lambda" && !target.callback)
    return objectOf([
      ["Payload", outputSize(task)],
      ["", AROUND_RESULT],
    ]);
  if (target.kind === "child")
    return objectOf([
      ["Output", outputSize(task)],
      ["Input", sent],
      ["", AROUND_RESULT],
    ]);
  return sizeOfSchema(task.output);
}

function ownDocuments(state: State, bounded: Bounded, sizes: Sizes): readonly Document[] {
  const found = (what: Document["what"], size: Size): Document => ({ state: state.name, what, size });
  const results: Document[] = [];
  if (state.type === "Task") {
    const sent = argumentsSize(state, sizes);
    results.push(found("arguments", sent));
    // Without a bound in the contract it counts only where it is stored: the service's own limit ends a call that gives more.
    const result = resultSize(state, sent);
    if (Number.isFinite(result.bytes)) results.push(found("result", result));
  } else if (state.type === "Map" || state.type === "DistributedMap" || state.type === "Parallel") {
    results.push(found("result", sizes.of(state.result)));
  }
  if (state.type === "Pass" && state.ends)
    results.push(
      found(
        "output",
        sizeOfValue(state.value, (root) => sizes.of(root)),
      ),
    );
  const ending = bounded.endings.get(state);
  if (ending === "result" && state.result) results.push(found("output", sizes.of(state.result)));
  return results;
}

/** All documents of a workflow and of what is inside it. */
export const documentsOf = (bounded: Bounded, sizes: Sizes): readonly Document[] =>
  entriesOfWorkflow(bounded, sizes).flatMap(({ state, data }) => [
    { state: state.name, what: "input", size: data } as const,
    ...ownDocuments(state, bounded, sizes),
  ]);
