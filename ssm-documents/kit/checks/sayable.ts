/** Expressions: SSM has words for few of them. */
import { inputsOf, NotSayable, referenceName } from "../render/index.ts";
import { type Checked, placeOf } from "./problem.ts";

/** Reports, by step, every expression that cannot be rendered; whether all can. */
export function checkSayable({ document, lists, report }: Checked): boolean {
  let all = true;
  const attempt = (where: string, render: () => unknown): void => {
    try {
      render();
    } catch (error) {
      if (!(error instanceof NotSayable)) throw error;
      report(where, error.message);
      all = false;
    }
  };
  for (const list of lists) {
    // The steps of a loop are asked in their own list.
    for (const step of list.steps)
      attempt(placeOf(list, step.name), () => inputsOf(step.action === "aws:loop" ? { ...step, steps: [] } : step));
  }
  for (const [name, value] of Object.entries(document.outputs)) attempt(`output ${name}`, () => referenceName(value));
  return all;
}
