/** The actions: each writes a step down and gives its outputs as typed expressions. */
import { z } from "zod";
import type { Expr } from "../expression.ts";
import { type Schemas, ssmType } from "../parameters.ts";
import type { Recorder } from "../recorder.ts";
import type { OutputShape } from "../shapes.ts";
import type { PropertyStep } from "./step.ts";
import type { ApiCall, Property, Selected, Steps } from "./steps.ts";

/** Items of a list and rounds of a loop: no more on AWS. */
export const mostRounds = 100;

/** The actions on a recorder. */
export function createSteps({ add, nested, declare }: Recorder): Steps {
  const outputsOf = <T>(step: string, types: Schemas): T =>
    Object.fromEntries(Object.entries(types).map(([name, type]) => [name, declare(`${step}.${name}`, type, step)])) as T;
  const iteration = (loop: string): Expr<number> => declare(`${loop}.CurrentIteration`, z.int(), loop);
  const property = (action: PropertyStep["action"]) => (name: string, call: ApiCall & Property, options?: PropertyStep["options"]) =>
    add({ name, action, call, options: options ?? {} });
  return refusingOthers({
    executeScript: (name, script, payload, options = {}) => {
      const outputs = shapesOf(script.outputs, (output) => `$.Payload.${output}`);
      add({ name, action: "aws:executeScript", script, payload, outputs, options });
      return outputsOf(name, script.outputs);
    },
    executeAwsApi: (name, call, options = {}) => {
      const selected: Readonly<Record<string, Selected>> = call.outputs ?? {};
      const types = Object.fromEntries(Object.entries(selected).map(([output, [, type]]) => [output, type]));
      const outputs = shapesOf(types, (output) => selected[output]?.[0] ?? "$");
      add({ name, action: "aws:executeAwsApi", call, outputs, options });
      return outputsOf(name, types);
    },
    waitForAwsResourceProperty: property("aws:waitForAwsResourceProperty"),
    assertAwsResourceProperty: property("aws:assertAwsResourceProperty"),
    branch: (name, choices, otherwise) => add({ name, action: "aws:branch", choices, otherwise, options: {} }),
    loop: (name, atMost, body, options = {}) => {
      const { steps, result: condition } = nested(() => body({ iteration: iteration(name) }));
      add({ name, action: "aws:loop", atMost, condition, steps, options });
    },
    forEach: (name, items, body, options = {}) => {
      const round = () => body({ iteration: iteration(name), value: declare(`${name}.CurrentIteratorValue`, z.string(), name) });
      add({ name, action: "aws:loop", atMost: mostRounds, items, steps: nested(round).steps, options });
    },
    sleep: (name, duration, options = {}) => add({ name, action: "aws:sleep", duration, options }),
    updateVariable: (name, variable, value, options = {}) => add({ name, action: "aws:updateVariable", variable, value, options }),
  });
}

function shapesOf(types: Schemas, selectorOf: (output: string) => string): readonly OutputShape[] {
  return Object.entries(types).map(([Name, type]) => ({ Name, Selector: selectorOf(Name), Type: ssmType(type) }));
}

/** An action that is not here is refused by its name, also where the compiler was not asked. */
function refusingOthers<T extends Steps>(steps: T): T {
  return new Proxy(steps, {
    get: (target, name, receiver) => {
      if (typeof name !== "string" || Object.hasOwn(target, name)) return Reflect.get(target, name, receiver) as unknown;
      throw new TypeError(
        `This kit has no action aws:${name}; it has ${Object.keys(target).join(", ")}. Do it in a script or by executeAwsApi.`,
      );
    },
  });
}
