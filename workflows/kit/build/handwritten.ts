/** `state` and `at`: states that their author writes in Amazon States Language, placed in the flow like any other. */
import type { Expr, Root } from "../expressions/index.ts";
import type { Body, HandwrittenCatch, MachineFields, StateFields, StateOptions, Target } from "../steps/index.ts";
import type { QueryLanguage } from "../workflow-type.ts";
import type { flowSteps } from "./flow-steps.ts";
import { leads } from "./lead.ts";
import { variableName } from "./names.ts";
import { caughtAt, placedAt } from "./placement.ts";
import type { Recorder } from "./recorder.ts";
import { type Exit, Scope } from "./scope.ts";
import type { HandwrittenCatcher, HandwrittenState } from "./states.ts";

type Flow = Pick<ReturnType<typeof flowSteps>, "inThisScope">;

const WANTED: Readonly<Partial<Record<StateFields["Type"], keyof StateOptions>>> = { Choice: "rules", Map: "body", Parallel: "branches" };
const ERRORS = new Set<StateFields["Type"]>(["Task", "Map", "Parallel"]);

/** What a type of state cannot have, or cannot do without. */
function checkOptions(recorder: Recorder, name: string, { Type }: StateFields, options: StateOptions): void {
  for (const [type, option] of Object.entries(WANTED)) {
    if (type === Type && options[option] === undefined) recorder.report(`a hand-written ${Type} needs ${option}.`, name);
    if (type !== Type && options[option] !== undefined) recorder.report(`a hand-written ${Type} has no ${option}.`, name);
  }
  if (Type !== "Choice" && options.otherwise) recorder.report(`a hand-written ${Type} has no otherwise.`, name);
  if (!ERRORS.has(Type) && (options.catch || options.retry)) recorder.report(`a hand-written ${Type} has no catch and no retry.`, name);
  if (options.end && (Type === "Choice" || Type === "Succeed" || Type === "Fail"))
    recorder.report(`a hand-written ${Type} has no end: it says itself what follows.`, name);
}

export function handwrittenSteps(recorder: Recorder, { inThisScope }: Flow, machine: QueryLanguage) {
  const catchers = (
    type: StateFields["Type"],
    given: readonly HandwrittenCatch[],
    language: QueryLanguage,
  ): readonly HandwrittenCatcher[] => {
    const caught = given.map(({ to, ...fields }): HandwrittenCatcher => {
      const placement = machine === "JSONata" ? undefined : caughtAt(fields, language);
      const keepsFailure = placement?.kind === "at" && placement.name === recorder.scope.failure.name;
      return { errors: fields.ErrorEquals, next: inThisScope(to), keepsFailure, fields, placement };
    });
    const guard = recorder.scope.guards.at(-1);
    if (!guard || !ERRORS.has(type) || caught.some(({ errors }) => errors.includes("States.ALL"))) return caught;
    const { name } = recorder.scope.failure;
    const errors = ["States.ALL"];
    const fields: HandwrittenCatcher["fields"] =
      language === "JSONata"
        ? { ErrorEquals: errors, Assign: { [name]: "{% $states.errorOutput %}" } }
        : { ErrorEquals: errors, ResultPath: `$.${name}` };
    const placement = machine === "JSONata" ? undefined : caughtAt(fields, language);
    return [...caught, { errors, next: guard.name, keepsFailure: placement?.kind !== "lost", fields, placement }];
  };

  /** What is inside sees only what `$` is there. */
  const inside = (label: string, body: Body, fields: MachineFields = {}): HandwrittenState["bodies"][number] => {
    let data: Root | undefined;
    const { scope } = recorder.inScope(
      { kind: "handwritten", label },
      (inner) => {
        data = recorder.variable("input", "data", inner);
      },
      () => body(recorder.read(data as Root) as Expr<never>),
    );
    return { scope, fields };
  };

  const state = (name: string, fields: StateFields, options: StateOptions = {}): Expr<unknown> => {
    recorder.mention(name);
    checkOptions(recorder, name, fields, options);
    const language = fields.QueryLanguage ?? machine;
    const placement = machine === "JSONata" ? undefined : placedAt(fields, language);
    const bodies = [
      ...(options.body ? [inside(name, options.body, options.processor)] : []),
      ...(options.branches ?? []).map((branch, index) => {
        const label = `${name}: branch ${index + 1}`;
        return typeof branch === "function" ? inside(label, branch) : inside(label, branch.body, branch.fields);
      }),
    ];
    const result =
      placement?.kind === "whole"
        ? recorder.variable("input", variableName(name))
        : recorder.variable("result", placement?.kind === "at" ? placement.name : variableName(name));
    const { scope } = recorder;
    const recorded = recorder.append<HandwrittenState>({
      type: "Handwritten",
      name,
      fields,
      more: options.more ?? {},
      language,
      retries: options.retry ?? [],
      catch: catchers(fields.Type, options.catch ?? [], language),
      rules: (options.rules ?? []).map(({ rule }) => ({ rule, next: undefined })),
      otherwise: undefined,
      bodies,
      bodyField: fields.Type === "Parallel" ? "Branches" : (options.processorName ?? "ItemProcessor"),
      ends: options.end === true || fields.Type === "Succeed" || fields.Type === "Fail",
      result,
      placement,
      next: undefined,
    });
    const goesOn = !recorded.ends && fields.Type !== "Choice";
    if (!goesOn) scope.open = [];
    const branch = (to: Exit["to"], body: () => unknown): readonly Exit[] => {
      scope.open = [{ state: recorded, by: "rule", to }];
      body();
      return scope.open;
    };
    const exits = (options.rules ?? []).flatMap(({ body }, index) => {
      const rule = recorded.rules[index];
      return rule ? branch(leads(rule, "next"), body) : [];
    });
    const rest = options.otherwise ? branch(leads(recorded, "otherwise"), options.otherwise) : [];
    scope.open = goesOn ? [Scope.nextOf(recorded)] : [...exits, ...rest];
    return recorder.read(result);
  };

  return {
    state,
    at: (name: string): Target => Object.freeze({ kind: "target" as const, name, scope: recorder.scope }),
  };
}
