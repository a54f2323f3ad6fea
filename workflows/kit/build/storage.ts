/** How a Task's result is stored: the fields that are read, or all of it where a field may be absent. */
import { z } from "zod";
import type { Read, Root } from "../expressions/index.ts";
import type { AnyTask } from "../task.ts";
import type { Ending } from "./finish.ts";
import type { Scope } from "./scope.ts";
import { ownReads } from "./state-reads.ts";
import { type State, scopesIn, type TaskState } from "./states.ts";

export interface Storage {
  /** The fields that a ResultSelector picks; undefined: the whole raw result. */
  readonly fields: readonly string[] | undefined;
  /** Where in the stored value the result begins. */
  readonly base: readonly string[];
}

/** Where in the raw result of its integration the contract's output is. */
export function rawBase({ target }: AnyTask): readonly string[] {
  if (target.kind === "lambda" && !target.callback) return ["Payload"];
  return target.kind === "child" ? ["Output"] : [];
}

/** The fields that are always there, and those that may be absent. */
function fieldsOf({ target, output }: AnyTask): { readonly required: readonly string[]; readonly optional: readonly string[] } | undefined {
  if (target.kind === "child") return target.outputFields && { required: target.outputFields, optional: [] };
  if (!(output instanceof z.ZodObject)) return undefined;
  const shape = output.shape as Record<string, z.ZodType>;
  const optional = (name: string): boolean => shape[name]?.safeParse(undefined).success ?? true;
  const names = Object.keys(shape);
  return { required: names.filter((name) => !optional(name)), optional: names.filter(optional) };
}

function storageOf(task: AnyTask, reads: readonly Read[]): Storage {
  const fields = fieldsOf(task);
  const whole = { fields: undefined, base: rawBase(task) };
  if (!fields) return whole;
  const read = new Set(reads.map(({ segments }) => segments[0]));
  if (read.has(undefined)) return fields.optional.length === 0 ? { fields: fields.required, base: [] } : whole;
  if ([...read].some((name) => !fields.required.includes(String(name)))) return whole;
  return { fields: fields.required.filter((name) => read.has(name)), base: [] };
}

function visitAll(scope: Scope, visitState: (state: State) => void): void {
  for (const state of scope.all) {
    visitState(state);
    for (const inner of scopesIn(state)) visitAll(inner, visitState);
  }
}

/** Every state, those of inner scopes after the state that holds them. */
export function allStates(top: Scope): readonly State[] {
  const states: State[] = [];
  visitAll(top, (state) => void states.push(state));
  return states;
}

/** The storage of every Task's result, by the variable that holds it. */
export function storages(top: Scope, endings: ReadonlyMap<State, Ending>): ReadonlyMap<Root, Storage> {
  const states = allStates(top);
  const reads = new Map<Root, Read[]>();
  for (const read of states.flatMap(ownReads)) reads.set(read.root, [...(reads.get(read.root) ?? []), read]);
  const tasks = states.filter((state): state is TaskState => state.type === "Task");
  return new Map(
    tasks.map((state) => {
      if (state.keep) return [state.result, { fields: undefined, base: [] }];
      const whole = endings.get(state) === "result" ? [{ kind: "path", root: state.result, segments: [], optional: false } as const] : [];
      return [state.result, storageOf(state.task, [...(reads.get(state.result) ?? []), ...whole])];
    }),
  );
}
