/** Names: what AWS takes, what may not be there twice, where steps lead. */
import { parameterShape } from "../parameters.ts";
import { targetsOf, wayTo } from "./flow.ts";
import { type Checked, placeOf } from "./problem.ts";

const documentName = /^[A-Za-z0-9_.-]{3,128}$/;
const stepName = /^[A-Za-z0-9_]{3,128}$/;
const parameterName = /^[A-Za-z0-9_]{1,50}$/;
const mostParameters = 200;

/** The names of the document, its parameters and its variables. */
export function checkNames({ document: { name, parameters, variables }, report }: Checked): void {
  if (!documentName.test(name)) report(name, "a document's name has 3 to 128 letters, digits, '_', '-' and '.'");
  if (Object.keys(parameters).length > mostParameters) report(name, `a document has at most ${mostParameters} parameters`);
  for (const parameter of Object.keys({ ...parameters, ...variables })) {
    if (!parameterName.test(parameter)) report(parameter, "the name of a parameter or variable has 1 to 50 letters, digits and '_'");
  }
  for (const [variable, type] of Object.entries(variables)) {
    if (parameterShape(type).default === undefined) report(`variable ${variable}`, "it needs a first value: give it .default(…)");
  }
}

/** The names of steps, the steps that they lead to, and those that nothing leads to. */
export function checkSteps({ document, lists, report }: Checked): void {
  const seen = new Set<string>();
  for (const list of lists) {
    const { steps, loop } = list;
    const names = new Set(steps.map(({ name }) => name));
    if (steps.length === 0) report(loop?.name ?? document.name, "there are no steps");
    for (const step of steps) {
      const place = placeOf(list, step.name);
      if (!stepName.test(step.name)) report(place, "a step's name has 3 to 128 letters, digits and underscores");
      if (seen.has(step.name)) report(place, "two steps have this name; outputs are read by it, so each needs its own, in loops too");
      seen.add(step.name);
      for (const target of new Set(targetsOf(step))) {
        if (!names.has(target)) report(place, `there is no step "${target}" beside it to go to; there are ${[...names].join(", ")}`);
      }
    }
    // With a broken jump everything behind it would be out of reach too.
    if (steps.some((step) => targetsOf(step).some((target) => !names.has(target)))) continue;
    for (const { name } of steps) {
      if (wayTo(steps, name) === undefined) report(placeOf(list, name), "no step leads here; a branch, nextStep or onFailure must name it");
    }
  }
}
