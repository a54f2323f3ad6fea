/** Scripts: their text is not SSM's to change. */
import { type Checked, placeOf } from "./problem.ts";

const reference = /\{\{\s*[A-Za-z0-9_.:-]+\s*\}\}/;

/** Reports a script with `{{ }}` in its text: a value in a script's text is an injection. */
export function checkScripts({ lists, report }: Checked): void {
  for (const list of lists) {
    for (const step of list.steps) {
      if (step.action === "aws:executeScript" && reference.test(step.script.source)) {
        report(placeOf(list, step.name), "the script's text contains {{ }}, which SSM would fill in; hand values over in the payload");
      }
    }
  }
}
