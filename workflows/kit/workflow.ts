/** `workflow(…).define(…)`: records the body, checks it, renders it. */
import { z } from "zod";
import { type Ending, finish } from "./build/finish.ts";
import { flowSteps } from "./build/flow-steps.ts";
import { liveRoots } from "./build/live.ts";
import { mapSteps } from "./build/map-steps.ts";
import { Recorder } from "./build/recorder.ts";
import type { State } from "./build/states.ts";
import { allStates, storages } from "./build/storage.ts";
import { taskSteps } from "./build/task-steps.ts";
import { check } from "./checks/index.ts";
import { WorkflowError } from "./errors.ts";
import { isExpression } from "./expressions/index.ts";
import { renderScope } from "./render/jsonpath/state.ts";
import type { Steps } from "./steps/index.ts";
import type { Tasks } from "./task.ts";
import type { OutputOf, Workflow } from "./workflow-type.ts";

/** What a workflow is, before its states. */
export interface Setup<T extends Tasks, S extends z.ZodType> {
  /** In kebab case: the state machine's name, behind the environment's. */
  readonly name: string;
  readonly comment: string;
  readonly input: S;
  /** State name → what the state does. */
  readonly tasks: T;
  /** Seconds after which an execution fails with States.Timeout. */
  readonly timeoutSeconds?: number;
}

const fieldsOf = (value: unknown): readonly string[] | undefined =>
  isExpression(value) || typeof value !== "object" || value === null || Array.isArray(value) ? undefined : Object.keys(value);

/** Everything that is recorded, as one machine. */
function build(recorder: Recorder, setup: Setup<Tasks, z.ZodType>): Workflow["definition"] {
  const { top, owners } = recorder;
  const report = (message: string, state?: string, remedy?: string): void => recorder.report(message, state, remedy);
  const live = liveRoots(top);
  const endings = new Map<State, Ending>();
  finish(top, true, live, endings);
  for (const name of Object.keys(setup.tasks)) {
    if (!recorder.usedTasks.has(name)) report("the task is declared and never run.", name, "Remove it from tasks, or run it.");
  }
  const inputFields = setup.input instanceof z.ZodObject ? Object.keys(setup.input.shape) : [];
  check({ top, owners, live, report }, inputFields);
  const machine = renderScope(top, { owners, live, endings, storages: storages(top, endings), report });
  const { timeoutSeconds } = setup;
  return { Comment: setup.comment, ...(timeoutSeconds === undefined ? {} : { TimeoutSeconds: timeoutSeconds }), ...machine };
}

/**
 * Declares a workflow; `define` takes its states, written as calls whose results are constants.
 *
 * @throws WorkflowError (from `define`) with everything that is wrong: names, targets, data flow, what JSONPath cannot say
 * @example
 * ```ts
 * export const nightly = workflow({
 *   name: "nightly",
 *   comment: "Masks a table and publishes how many rows it had.",
 *   input: z.object({ runId: z.string().max(32) }),
 *   tasks: { "Mask table": maskTable, "Publish metrics": publishMetrics },
 * }).define(({ input, run }) => {
 *   const masked = run("Mask table", { runId: input.runId });
 *   run("Publish metrics", { rows: masked.rows });
 *   return { rows: masked.rows };
 * });
 * ```
 */
export function workflow<const T extends Tasks, S extends z.ZodType>(setup: Setup<T, S>) {
  return {
    define<R>(body: (steps: Steps<T, z.output<S>>) => R): Workflow<T, z.input<S>, OutputOf<R>> {
      const recorder = new Recorder(setup.name, setup.tasks);
      const { inThisScope: _, ...flow } = flowSteps(recorder);
      const steps = {
        input: recorder.read(recorder.input),
        context: recorder.read(recorder.context),
        ...flow,
        ...taskSteps(recorder),
        ...mapSteps(recorder),
      };
      const output = body(steps as unknown as Steps<T, z.output<S>>);
      recorder.top.output = output;
      const definition = build(recorder, setup);
      if (recorder.problems.length > 0) throw new WorkflowError(recorder.problems);
      const readers = allStates(recorder.top).flatMap((state) =>
        state.type === "DistributedMap" ? [[state.name, state.reader.item] as const] : [],
      );
      return Object.freeze({
        name: setup.name,
        comment: setup.comment,
        tasks: setup.tasks,
        input: setup.input as Workflow<T, z.input<S>, OutputOf<R>>["input"],
        timeoutSeconds: setup.timeoutSeconds,
        definition,
        outputFields: fieldsOf(output),
        readers: new Map(readers),
      });
    },
  };
}
