/** A recorded step as it stands in the document. */
import type { StepShape } from "../shapes.ts";
import type { Step } from "../steps/step.ts";
import { toCondition } from "./condition.ts";
import { referenceName, toSsm } from "./value.ts";

/**
 * The step with its expressions rendered, the steps of a loop within it.
 *
 * @throws NotSayable for an expression that SSM has no words for
 */
export function toStep(step: Step): StepShape {
  const { name, action, options } = step;
  const outputs = "outputs" in step ? step.outputs : [];
  return { name, action, ...options, inputs: inputsOf(step), ...(outputs.length > 0 && { outputs }) };
}

/** The inputs of a step; those of a loop without its steps. */
export function inputsOf(step: Step): Readonly<Record<string, unknown>> {
  switch (step.action) {
    case "aws:executeScript": {
      const { runtime: Runtime, handler: Handler, source: Script } = step.script;
      return { Runtime, Handler, InputPayload: toSsm(step.payload), Script };
    }
    case "aws:executeAwsApi":
      return { Service: step.call.service, Api: step.call.api, ...rendered(step.call.inputs) };
    case "aws:waitForAwsResourceProperty":
    case "aws:assertAwsResourceProperty": {
      const { service: Service, api: Api, inputs, property: PropertySelector, values } = step.call;
      return { Service, Api, ...rendered(inputs), PropertySelector, DesiredValues: toSsm(values) };
    }
    case "aws:branch":
      return { Choices: step.choices.map(({ when, nextStep }) => ({ NextStep: nextStep, ...toCondition(when) })), Default: step.otherwise };
    case "aws:loop": {
      const { atMost: MaxIterations, condition, items, steps } = step;
      const round = condition ? { LoopCondition: toCondition(condition) } : { Iterators: toSsm(items), IteratorDataType: "String" };
      return { MaxIterations, ...round, Steps: steps.map(toStep) };
    }
    case "aws:sleep":
      return { Duration: toSsm(step.duration) };
    case "aws:updateVariable":
      return { Name: referenceName(step.variable), Value: toSsm(step.value) };
  }
}

const rendered = (inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  toSsm(inputs) as Readonly<Record<string, unknown>>;
