/** What a Task calls: its token stays with it, and an Express child does nothing that takes its time. */
import type { Scope } from "../build/scope.ts";
import { ownReads } from "../build/state-reads.ts";
import { type State, scopesIn, type TaskState } from "../build/states.ts";
import type { Root } from "../expressions/index.ts";
import type { Checked } from "./problem.ts";

/** A Task that waits for a token must hand it on, or nobody can ever answer. */
function checkToken(state: TaskState, report: Checked["report"]): void {
  const { target } = state.task;
  const waits = "callback" in target && target.callback === true;
  if (waits && !state.token) {
    report("it waits for its task token, but its arguments are no function of it.", state.name, "Write (token) => ({ … }).");
  } else if (!waits && state.token) {
    report("its arguments are a function, but it waits for no task token.", state.name, "Wrap its contract: waitForTaskToken(…).");
  } else if (state.token && !ownReads(state).some(({ root }) => root === state.token)) {
    report("its arguments do not hand the task token on: nobody could answer.", state.name, "Put the token into a field.");
  }
}

/** The token is the Task's own: another state has another one, or none. */
function checkForeignTokens(state: State, makers: ReadonlyMap<Root, string>, report: Checked["report"]): void {
  const own = state.type === "Task" ? state.token : undefined;
  const foreign = ownReads(state).find(({ root }) => root.kind === "taskToken" && root !== own);
  if (!foreign) return;
  const of = makers.get(foreign.root) ?? "another state";
  report(`it reads the task token of "${of}", which exists only in the arguments of that call.`, state.name, "Hand it on there.");
}

function longTask(state: State): string | undefined {
  if (state.type === "DistributedMap") return "is a distributed Map";
  if (state.type !== "Task") return undefined;
  const { target } = state.task;
  if (target.kind === "activity") return "is an activity";
  if (target.kind === "child" || (target.kind === "integration" && target.resource.includes(".sync"))) return "waits for a job";
  return "callback" in target && target.callback ? "waits for a task token" : undefined;
}

function walk(scope: Scope, express: string | undefined, makers: Map<Root, string>, report: Checked["report"]): void {
  for (const state of scope.all) {
    if (state.type === "Task" && state.token) makers.set(state.token, state.name);
    const why = express === undefined ? undefined : longTask(state);
    if (why !== undefined) report(`it ${why}, which the EXPRESS children of "${express}" cannot.`, state.name, "Use STANDARD children.");
    const inside = state.type === "DistributedMap" ? (state.executions === "EXPRESS" ? state.name : undefined) : express;
    for (const inner of scopesIn(state)) walk(inner, inside, makers, report);
  }
}

/** Checks every Task. */
export function checkTasks({ top, report }: Checked): void {
  const makers = new Map<Root, string>();
  walk(top, undefined, makers, report);
  const visit = (scope: Scope): void => {
    for (const state of scope.all) {
      if (state.type === "Task") checkToken(state, report);
      checkForeignTokens(state, makers, report);
      for (const inner of scopesIn(state)) visit(inner);
    }
  };
  visit(top);
}
