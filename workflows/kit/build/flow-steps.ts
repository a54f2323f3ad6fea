/** The steps that only direct: choice, wait, pass, fail, succeed, goto, onFailure and guard. */
import type { Expr, Ref } from "../expressions/index.ts";
import type { Failure, Rule, Target } from "../steps/index.ts";
import { leads } from "./lead.ts";
import { partName } from "./names.ts";
import type { Recorder, ScopedTarget } from "./recorder.ts";
import type { Exit } from "./scope.ts";
import type { ChoiceState } from "./states.ts";

export function failSteps(recorder: Recorder) {
  /** A Fail state; inside a guard a Pass that hands the failure to the guard's target, as a failed Task would. */
  const failAt = (name: string, error: unknown, cause: unknown): void => {
    const { scope } = recorder;
    scope.open = [];
    failHere(name, error, cause);
  };
  const failHere = (name: string, error: unknown, cause: unknown): void => {
    const { scope } = recorder;
    const guard = scope.guards.at(-1);
    if (!guard) {
      recorder.append({ type: "Fail", name, next: undefined, error, cause });
      return;
    }
    recorder.append({
      type: "Pass",
      name,
      next: guard.name,
      value: { Error: error, Cause: cause },
      result: scope.failure,
      droppable: false,
      ends: false,
    });
    scope.open = [];
  };
  return { failAt, failHere };
}

export function flowSteps(recorder: Recorder) {
  const { failHere } = failSteps(recorder);

  const choice = (name: string, rules: readonly Rule<unknown>[], otherwise: () => unknown): Expr<unknown> => {
    const result = recorder.resultOf(name);
    const state = recorder.append<ChoiceState>({ type: "Choice", name, next: undefined, rules: [], otherwise: undefined });
    const { scope } = recorder;
    const branch = (part: string, begin: Exit, body: () => unknown): readonly Exit[] => {
      scope.open = [begin];
      const value = body();
      if (value !== undefined && scope.open.length > 0) {
        recorder.append({ type: "Pass", name: partName(name, part), next: undefined, value, result, droppable: true, ends: false });
      }
      return scope.open;
    };
    const exits = rules.flatMap(({ condition, body }, index) => {
      const rule: ChoiceState["rules"][number] = { condition, next: undefined };
      state.rules.push(rule);
      return branch(rules.length === 1 ? "yes" : `rule ${index + 1}`, { state, by: "rule", to: leads(rule, "next") }, body);
    });
    const rest = branch(rules.length === 1 ? "no" : "otherwise", { state, by: "rule", to: leads(state, "otherwise") }, otherwise);
    scope.open = [...exits, ...rest];
    return recorder.read(result);
  };

  const onFailure = (name: string, body: (failure: Expr<Failure>) => void): ScopedTarget => {
    recorder.mention(name);
    const { scope } = recorder;
    const { open } = scope;
    const first = scope.sections.length;
    scope.open = [];
    scope.depth += 1;
    try {
      body(recorder.read<Failure>(scope.failure));
    } finally {
      scope.depth -= 1;
    }
    const begins = scope.sections[first]?.name;
    if (begins === undefined) recorder.report("the section has no state.", name, "Begin it with run, pass or fail.");
    else if (begins !== name) recorder.report(`the section begins with the state "${begins}".`, name, `Call the section "${begins}" too.`);
    if (scope.open.length > 0) recorder.report("the section does not end.", name, "End it with fail, succeed or goto.");
    scope.open = open;
    return Object.freeze({ kind: "target", name: begins ?? name, scope });
  };

  const inThisScope = (target: Target): string => {
    const { scope } = target as ScopedTarget;
    if (scope !== recorder.scope) {
      recorder.report(
        `"${target.name}" is outside of this Map or branch.`,
        target.name,
        "Put the guard around the Map itself, or make a section inside.",
      );
    }
    return target.name;
  };

  return {
    choice,
    onFailure,
    inThisScope,
    guard<R>(target: Target, body: () => R): R {
      const { scope } = recorder;
      scope.guards.push({ name: inThisScope(target) });
      try {
        return body();
      } finally {
        scope.guards.pop();
      }
    },
    wait(name: string, duration: { readonly seconds: number | Ref<number> } | { readonly until: unknown }): void {
      recorder.append({ type: "Wait", name, next: undefined, ...duration });
    },
    pass(name: string, value: unknown): Expr<unknown> {
      const result = recorder.resultOf(name);
      recorder.append({ type: "Pass", name, next: undefined, value, result, droppable: false, ends: false });
      return recorder.read(result);
    },
    fail(name: string, error: unknown, cause: unknown): never {
      failHere(name, error, cause);
      recorder.scope.open = [];
      return undefined as never;
    },
    succeed(name: string, output?: unknown): never {
      if (output === undefined) recorder.append({ type: "Succeed", name, next: undefined });
      else recorder.append({ type: "Pass", name, next: undefined, value: output, droppable: false, ends: true });
      recorder.scope.open = [];
      return undefined as never;
    },
    goto(target: string | Target): void {
      const name = typeof target === "string" ? target : inThisScope(target);
      for (const exit of recorder.scope.open) exit.to(name);
      recorder.scope.open = [];
    },
  };
}
