/** `workflow(…).define(…)`: records the body, checks it, renders it. */
import { z } from "zod";
import { boundsOf } from "./bounds/index.ts";
import { handwrittenExpressions } from "./build/escapes.ts";
import { type Ending, finish } from "./build/finish.ts";
import { flowSteps } from "./build/flow-steps.ts";
import { handwrittenSteps } from "./build/handwritten.ts";
import { liveRoots } from "./build/live.ts";
import { mapSteps } from "./build/map-steps.ts";
import { Recorder } from "./build/recorder.ts";
import type { State } from "./build/states.ts";
import { allStates, storages } from "./build/storage.ts";
import { taskSteps } from "./build/task-steps.ts";
import { check, checkSize } from "./checks/index.ts";
import { WorkflowError } from "./errors.ts";
import { isExpression } from "./expressions/index.ts";
import { renderMachine } from "./render/jsonata/state.ts";
import { renderScope } from "./render/jsonpath/state.ts";
import type { Steps } from "./steps/index.ts";
import type { Tasks } from "./task.ts";
import type { AnyWorkflow, OutputOf, QueryLanguage, Workflow } from "./workflow-type.ts";

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
  /** Builds although nothing bounds its data or its history: for machines that come from elsewhere. */
  readonly unbounded?: boolean;
  /** The language of the expressions in the definition; JSONPath when absent. */
  readonly queryLanguage?: QueryLanguage;
}

/** Makes a workflow again, in another language. */
const remakers = new WeakMap<AnyWorkflow, (queryLanguage: QueryLanguage) => AnyWorkflow>();

const fieldsOf = (value: unknown): readonly string[] | undefined =>
  isExpression(value) || typeof value !== "object" || value === null || Array.isArray(value) ? undefined : Object.keys(value);

/** Everything that is recorded, as one machine. */
function build(recorder: Recorder, setup: Setup<Tasks, z.ZodType>): Pick<Workflow, "definition" | "recorded" | "bounds"> {
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
  const recorded = { top, owners, live, endings, storages: storages(top, endings) };
  const { timeoutSeconds, queryLanguage = "JSONPath" } = setup;
  const inJsonata = queryLanguage === "JSONata";
  const given = { report, ...recorded };
  const machine = inJsonata ? renderMachine(top, given, setup.input) : renderScope(top, given);
  const head = { Comment: setup.comment, ...(inJsonata ? { QueryLanguage: queryLanguage } : {}) };
  const timeout = timeoutSeconds === undefined ? {} : { TimeoutSeconds: timeoutSeconds };
  const definition = { ...head, ...timeout, ...machine };
  checkSize(definition, report);
  const bounds = boundsOf({ ...recorded, input: setup.input }, timeoutSeconds, setup.unbounded ? () => {} : report);
  return { definition, recorded, bounds };
}

/**
 * Declares a workflow; `define` takes its states, written as calls whose results are constants.
 *
 * @throws WorkflowError (from `define`) with everything that is wrong: names, targets, data flow, what the query language cannot say
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
      const { inThisScope, ...flow } = flowSteps(recorder);
      const steps = {
        input: recorder.read(recorder.input),
        context: recorder.read(recorder.context),
        ...flow,
        ...taskSteps(recorder),
        ...mapSteps(recorder),
        ...handwrittenSteps(recorder, { inThisScope }, setup.queryLanguage ?? "JSONPath"),
      };
      const output = body(steps as unknown as Steps<T, z.output<S>>);
      recorder.top.output = output;
      const built = build(recorder, setup);
      if (recorder.problems.length > 0) throw new WorkflowError(recorder.inOrder);
      const readers = allStates(recorder.top).flatMap((state) =>
        state.type === "DistributedMap" && state.reader?.item ? [[state.name, state.reader.item] as const] : [],
      );
      const made = Object.freeze({
        name: setup.name,
        comment: setup.comment,
        tasks: setup.tasks,
        input: setup.input as Workflow<T, z.input<S>, OutputOf<R>>["input"],
        timeoutSeconds: setup.timeoutSeconds,
        queryLanguage: setup.queryLanguage ?? "JSONPath",
        ...built,
        escapes: handwrittenExpressions(recorder.top),
        outputFields: fieldsOf(output),
        readers: new Map(readers),
      });
      remakers.set(made, (queryLanguage) => workflow({ ...setup, queryLanguage }).define(body));
      return made;
    },
  };
}

/**
 * The workflow in a query language: itself, or the other rendering of its source, with the same states.
 *
 * @throws WorkflowError with everything that the language cannot say
 * @example
 * ```ts
 * const modern = inLanguage(nightly, "JSONata");
 * ```
 */
export function inLanguage<W extends AnyWorkflow>(of: W, queryLanguage: QueryLanguage): W {
  if (of.queryLanguage === queryLanguage) return of;
  const remake = remakers.get(of);
  if (!remake) throw new TypeError(`"${of.name}" was not made by workflow(…).define(…), or is a copy.`);
  return remake(queryLanguage) as W;
}
