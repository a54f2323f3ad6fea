/** Reads one step of a pipeline. */
import { ArgumentError, definitionOf, isStepName, readArguments, type StepName, stepNames } from "./definitions/index.ts";
import { TemplateError } from "./errors.ts";
import { nearest } from "./nearest.ts";
import { argumentStart, type TemplateStep } from "./template.ts";

const names: readonly string[] = [...stepNames, "null"];

/**
 * The step that stands in a template at an offset.
 *
 * @param raw - the step's text, with the blanks about it
 * @throws TemplateError
 */
export function parseStep(template: string, raw: string, offset: number): TemplateStep {
  const text = raw.trim();
  const start = offset + raw.indexOf(text);
  const [name = "", ...args] = text.split(":");
  if (name !== "null" && !isStepName(name)) {
    throw new TemplateError(name === "" ? "A step is missing" : `There is no step "${name}"`, {
      template,
      position: start,
      allowed: names.join(", "),
      nearest: name === "" ? undefined : nearest(name, names),
    });
  }
  const step: TemplateStep = Object.freeze({ name, args: Object.freeze(args), start, end: start + text.length });
  checkArguments(template, step, name);
  return step;
}

function checkArguments(template: string, step: TemplateStep, name: StepName | "null"): void {
  try {
    if (name !== "null") readArguments(name, step.args);
    else if (step.args.length > 0) throw new ArgumentError('"null" takes no argument', 0);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    throw new TemplateError(error.message, {
      template,
      position: argumentStart(step, error.index),
      allowed: name === "null" ? "null" : definitionOf(name).usage,
    });
  }
}
