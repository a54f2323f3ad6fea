/** What is read: it must have been given before, on every way that leads there. */
import { readsOf } from "../expression.ts";
import type { Step, StepList } from "../steps/index.ts";
import { end, type Place, wayTo } from "./flow.ts";
import { type Checked, placeOf } from "./problem.ts";

/** Everything that a step reads before it runs; what a loop's condition reads is asked after its steps. */
function readOf(step: Step): unknown {
  switch (step.action) {
    case "aws:executeScript":
      return step.payload;
    case "aws:executeAwsApi":
    case "aws:waitForAwsResourceProperty":
    case "aws:assertAwsResourceProperty":
      return [step.call.inputs, "values" in step.call ? step.call.values : []];
    case "aws:branch":
      return step.choices.map(({ when }) => when);
    case "aws:loop":
      return step.items;
    case "aws:sleep":
      return step.duration;
    case "aws:updateVariable":
      return [step.variable, step.value];
  }
}

/** Reports every read of what is not there, or not on every way. */
export function checkReads(checked: Checked): void {
  for (const list of checked.lists) {
    for (const step of list.steps) checkRead(checked, list, step.name, readOf(step), placeOf(list, step.name));
    const { loop, outer } = list;
    if (loop?.condition && outer) checkRead(checked, list, end, loop.condition, `${placeOf(outer, loop.name)} (its condition)`);
  }
  const main = new Set(checked.lists[0]?.steps.map(({ name }) => name));
  for (const [name, value] of Object.entries(checked.document.outputs)) {
    for (const { root } of readsOf(value)) {
      const step = checked.declared.get(root)?.step;
      if (step !== undefined && !main.has(step))
        checked.report(`output ${name}`, `${root.name} is inside a loop; hand it out by a variable`);
    }
  }
}

function checkRead({ declared, lists, report }: Checked, list: StepList, place: Place, value: unknown, where: string): void {
  for (const root of new Set(readsOf(value).map((read) => read.root))) {
    const known = declared.get(root);
    if (!known) report(where, `${root.name} belongs to another document`);
    if (known?.step === undefined) continue;
    const step = known.step;
    if (list.loop && insideOf(list, step)) continue;
    const home = lists.find(({ steps }) => steps.some(({ name }) => name === step));
    const from = home && placeIn(home, list, place);
    if (!home || from === undefined) {
      report(where, `${root.name} is there inside its loop only; hand it out by a variable (updateVariable)`);
      continue;
    }
    const way = wayTo(home.steps, from, step);
    if (way === undefined) continue;
    report(where, `it reads ${root.name}, but ${step} need not have succeeded before: ${withoutIt(way, step)}`);
  }
}

function withoutIt(way: readonly string[], step: string): string {
  if (way.length === 0) return "nothing comes before this one";
  return way.includes(step) ? `it may have failed (${way.join(" → ")})` : `it is not on the way ${way.join(" → ")}`;
}

/** Whether a list is inside the loop: then the round's own values are there. */
const insideOf = ({ loop, outer }: StepList, step: string): boolean =>
  loop?.name === step || (outer !== undefined && insideOf(outer, step));

/** The place in `home` that stands for a place in a list inside it; undefined when it is not inside. */
function placeIn(home: StepList, list: StepList, place: Place): Place | undefined {
  if (home === list) return place;
  return list.loop && list.outer ? placeIn(home, list.outer, list.loop.name) : undefined;
}
