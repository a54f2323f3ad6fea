/** A template's steps with their arguments typed, and what can be said of the template as a whole. */
import { definitionOf, readArguments, type StepArgs, type StepName, type SubkeyName } from "./definitions/index.ts";
import type { Pipeline, Template, TemplateStep } from "./template.ts";

/** What a template does with a value. */
export type TemplateKind = "null" | "keep" | "constant" | "shows" | "masks";

/** Gives a step's name and typed arguments to a function of any step, such as one that looks into a table over the steps. */
export function visitStep<T>(step: TemplateStep, visit: <K extends StepName>(name: K, args: StepArgs<K>) => T): T {
  if (step.name === "null") throw new TypeError('"null" is no step of a pipeline: ask templateKind first.');
  return visit(step.name, readArguments(step.name, step.args));
}

/** Whether a step hides its value. */
export function masks(step: TemplateStep): boolean {
  return step.name !== "null" && definitionOf(step.name).masks;
}

/** The pipelines of a template, in order. */
export function pipelines(template: Template): readonly Pipeline[] {
  return template.parts.filter((part) => part.kind === "pipeline");
}

/** The pipelines of a template, but each text once: two that are equal give the same result. */
export function distinctPipelines(template: Template): readonly Pipeline[] {
  return [...new Map(pipelines(template).map((part) => [template.text.slice(part.start, part.end), part])).values()];
}

/**
 * What a template does: gives null, keeps the value by declaration, gives a constant, shows the value (no step masks and
 * none says `keep`), or masks it.
 */
export function templateKind(template: Template): TemplateKind {
  const steps = pipelines(template).flatMap((part) => part.steps);
  if (steps.length === 0) return "constant";
  if (steps.some((step) => step.name === "null")) return "null";
  if (steps.some(masks)) return "masks";
  return steps.some((step) => step.name === "keep") ? "keep" : "shows";
}

const allSteps = (template: Template): readonly TemplateStep[] =>
  templateKind(template) === "null" ? [] : pipelines(template).flatMap((part) => part.steps);

/** The sub-keys that a template needs, each once. */
export function subkeysOf(template: Template): readonly SubkeyName[] {
  const found = allSteps(template).flatMap((step) => visitStep(step, (name, args) => definitionOf(name).subkeys(args)));
  return [...new Map(found.map((name) => [`${name.function}/${name.domain}`, name])).values()];
}

/** The fields of the same row that a template reads. */
export function fieldsOf(template: Template): readonly string[] {
  return allSteps(template).flatMap((step) => visitStep(step, (name, args) => definitionOf(name).field?.(args) ?? []));
}
