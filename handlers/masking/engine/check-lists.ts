/** Whether the lists that a template names are there and can hide a value. */
import { pipelines, visitStep } from "./bind.ts";
import { definitionOf } from "./definitions/index.ts";
import { TemplateError } from "./errors.ts";
import { nearest } from "./nearest.ts";
import { argumentStart, type Lists, type Template, type TemplateStep } from "./template.ts";

/**
 * What is wrong with the lists of a template: one that is not there, or one in which a value could be its own replacement.
 *
 * @example
 * ```ts
 * checkLists(parseTemplate("{{pick:first_name}}"), rules.lists)[0]?.nearest; // "first_names"
 * ```
 */
export function checkLists(template: Template, lists: Lists): readonly TemplateError[] {
  const steps = pipelines(template).flatMap((part) => part.steps);
  return steps.flatMap((step) => {
    const name = step.name === "null" ? undefined : visitStep(step, (known, args) => definitionOf(known).list?.(args));
    return name === undefined ? [] : (listMistake(template, step, name, lists) ?? []);
  });
}

function listMistake(template: Template, step: TemplateStep, name: string, lists: Lists): TemplateError | undefined {
  const at = { template: template.text, position: argumentStart(step, 0) };
  const items = lists.get(name);
  if (items === undefined) {
    const known = [...lists.keys()];
    const allowed = known.length === 0 ? "a list of the rules file, which has none" : known.join(", ");
    return new TemplateError(`There is no list "${name}"`, { ...at, allowed, nearest: nearest(name, known) });
  }
  if (items.length < 2) {
    const has = items.length === 1 ? "1 item" : "no item";
    return new TemplateError(`The list "${name}" that pick names needs at least two items, and has ${has}`, {
      ...at,
      allowed: "a list of two items or more",
    });
  }
  // The item behind a value's own is its replacement, so the two must differ.
  if (items.some((item, i) => item === items[(i + 1) % items.length])) {
    return new TemplateError(`The list "${name}" has the same item twice in a row`, { ...at, allowed: "a list whose items differ" });
  }
  return undefined;
}
