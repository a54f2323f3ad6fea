/** A template's pipelines with their steps bound, and what can be said of the template as a whole. */
import { type BoundStep, codePoints, type SubkeyName, steps } from "./steps/index.ts";
import type { Lists, Pipeline, Template, TemplateStep } from "./template.ts";

/** What a template does with a value. */
export type TemplateKind = "null" | "keep" | "constant" | "shows" | "masks";

/** The step of a parsed template. */
export function boundStep(step: TemplateStep): BoundStep {
  const bound = steps.get(step.name)?.bind(step.args);
  if (bound === undefined) throw new TypeError(`The step "${step.name}" was not made by parseTemplate.`);
  return bound;
}

/** The pipelines of a template, in order. */
export function pipelines(template: Template): readonly Pipeline[] {
  return template.parts.filter((part) => part.kind === "pipeline");
}

/**
 * What a template does: gives null, keeps the value by declaration, gives a constant, shows the value (no step masks and
 * none says `keep`), or masks it.
 */
export function templateKind(template: Template): TemplateKind {
  const found = pipelines(template);
  if (found.length === 0) return "constant";
  const names = found.flatMap(({ steps: all }) => all.map((step) => step.name));
  if (names.includes("null")) return "null";
  if (found.some(({ steps: all }) => all.some((step) => boundStep(step).masks))) return "masks";
  return names.includes("keep") ? "keep" : "shows";
}

const allSteps = (template: Template): BoundStep[] =>
  templateKind(template) === "null" ? [] : pipelines(template).flatMap((part) => part.steps.map(boundStep));

/** The sub-keys that a template needs, each once. */
export function subkeysOf(template: Template): readonly SubkeyName[] {
  const found = allSteps(template).flatMap((step) => step.subkeys);
  return [...new Map(found.map((name) => [`${name.function}/${name.domain}`, name])).values()];
}

/** The lists that a template names. */
export function listsOf(template: Template): readonly string[] {
  return allSteps(template).flatMap((step) => (step.list === undefined ? [] : [step.list]));
}

/** The fields of the same row that a template reads. */
export function fieldsOf(template: Template): readonly string[] {
  return allSteps(template).flatMap((step) => (step.field === undefined ? [] : [step.field]));
}

/** The longest result in code points, for values of at most `input` code points (Infinity when unknown). */
export function longestResult(template: Template, input: number, lists: Lists): number {
  if (templateKind(template) === "null") return 0;
  return template.parts.reduce((sum, part) => {
    if (part.kind === "literal") return sum + codePoints(part.text);
    return sum + part.steps.reduce((length, step) => boundStep(step).longest(length, lists), input);
  }, 0);
}
