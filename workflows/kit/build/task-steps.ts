/** `run` and `poll`. */
import { didYouMean } from "../checks/near.ts";
import { add, type Expr, gte, isExpression } from "../expressions/index.ts";
import type { PollOptions, TaskOptions } from "../steps/index.ts";
import type { AnyTask } from "../task.ts";
import { failSteps } from "./flow-steps.ts";
import { leads } from "./lead.ts";
import { partName } from "./names.ts";
import type { Recorder } from "./recorder.ts";
import type { ChoiceState, TaskState } from "./states.ts";

type AnyTaskOptions = TaskOptions<unknown, string, unknown>;
type AnyPollOptions = PollOptions<unknown, string, unknown>;

/** Seconds for one attempt, by what the Task calls. */
function defaultTimeout({ target }: AnyTask): number | undefined {
  // A function ends after 900 seconds at the latest, and its own error says more than States.Timeout.
  if (target.kind === "activity" || ("callback" in target && target.callback)) return undefined;
  if (target.kind === "lambda") return 960;
  if (target.kind === "child") return target.timeoutSeconds === undefined ? undefined : target.timeoutSeconds + 300;
  return 300;
}

export function taskSteps(recorder: Recorder) {
  const run = (name: string, args: unknown, options: AnyTaskOptions = {}): Expr<unknown> => {
    recorder.mention(name);
    const task = Object.hasOwn(recorder.tasks, name) ? recorder.tasks[name] : undefined;
    if (!task) {
      const known = Object.keys(recorder.tasks);
      const message = `"${name}" is not one of the workflow's tasks.${didYouMean(name, known)}`;
      recorder.report(message, name, `Add it to tasks, beside ${known.join(", ")}.`);
      return recorder.read(recorder.resultOf(name));
    }
    recorder.usedTasks.add(name);
    const timeout = options.timeout ?? defaultTimeout(task);
    if (timeout === undefined) {
      const remedy =
        task.target.kind === "child" ? "Give the child workflow timeoutSeconds, or this step a timeout." : "Give it a timeout.";
      recorder.report("nothing bounds how long it may take.", name, remedy);
    }
    const token = typeof args === "function" ? recorder.variable("taskToken", "token") : undefined;
    const raw = recorder.variable("output", "result");
    const kept = options.keep?.(recorder.read(raw));
    if (kept !== undefined && (isExpression(kept) || typeof kept !== "object" || kept === null || Array.isArray(kept))) {
      recorder.report("keep gives a single value; a ResultSelector is an object.", name, "Write keep: (result) => ({ name: … }).");
    }
    const result = recorder.resultOf(name);
    recorder.append<TaskState>({
      type: "Task",
      name,
      task,
      args: token ? (args as (token: Expr<string>) => unknown)(recorder.read(token)) : args,
      token,
      result,
      next: undefined,
      timeout,
      heartbeat: options.heartbeat,
      credentials: options.credentials,
      retry: options.retry ?? [],
      catch: recorder.catchers(name, options),
      ...(kept === undefined ? {} : { keep: { raw, value: kept } }),
    });
    return recorder.read(result);
  };

  const poll = (name: string, args: unknown, options: AnyPollOptions): Expr<unknown> => {
    recorder.mention(name);
    const { every, atMost } = options;
    if (!Number.isInteger(atMost) || atMost < 1) recorder.report("atMost must be a whole number of calls, 1 or more.", name);
    const part = (of: string): string => partName(name, of);
    const calls = recorder.resultOf(`${name} calls`);
    const counted = recorder.read<{ made: number }>(calls);
    const pass = { type: "Pass", next: undefined, result: calls, droppable: false, ends: false } as const;
    recorder.append({ ...pass, name: part("start"), value: { made: 1 } });

    const result = run(name, args, options) as Expr<never>;
    const { scope } = recorder;
    const ignored = scope.open.filter(({ by }) => by === "catch");
    scope.open = scope.open.filter(({ by }) => by === "next");

    const done: ChoiceState["rules"][number] = { condition: options.until(result), next: undefined };
    const failed = options.failIf && { condition: options.failIf(result), next: part("failed") };
    const decision = recorder.append<ChoiceState>({
      type: "Choice",
      name: part("done?"),
      next: undefined,
      rules: [done, ...(failed ? [failed] : []), { condition: gte(counted.made, atMost), next: part("gave up") }],
      otherwise: part("wait"),
    });
    recorder.append({ type: "Wait", name: part("wait"), next: undefined, seconds: every });
    recorder.append({ ...pass, name: part("count"), value: { made: add(counted.made, 1) } });
    for (const exit of scope.open) exit.to(name);

    const { failAt } = failSteps(recorder);
    const { cause } = options;
    const pace = every === 1 ? "every second" : `every ${every} seconds`;
    if (failed) failAt(part("failed"), options.error ?? "Poll.Failed", cause ?? `"${name}" reported that what it waits for has failed.`);
    failAt(part("gave up"), options.error ?? "Poll.GaveUp", cause ?? `"${name}" was called ${atMost} times, ${pace}, and was not done.`);
    scope.open = [...ignored, { state: decision, by: "rule", to: leads(done, "next") }];
    return result;
  };
  return { run, poll };
}
