/** AWS's limits for single actions: seconds, attempts, rounds, and what an action does not know. */

import { type ExpressionNode, nodeOf } from "../expression.ts";
import { jsonSchemaOf } from "../parameters.ts";
import { type LoopStep, mostRounds, type Step } from "../steps/index.ts";
import { type Checked, placeOf } from "./problem.ts";

/** Seconds that an attempt may have at most, where AWS has a limit. */
const mostSeconds: Readonly<Record<string, number>> = { "aws:executeScript": 600, "aws:executeAwsApi": 25 };
const longestSleep = 604_799;
const duration = /^P(?!$)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const uncancellable: ReadonlySet<string> = new Set(["aws:loop", "aws:updateVariable"]);

/** Reports what AWS refuses when the document is created, or what would never come true. */
export function checkLimits(checked: Checked): void {
  for (const list of checked.lists) {
    for (const step of list.steps) {
      const report = (problem: string): void => checked.report(placeOf(list, step.name), problem);
      checkOptions(step, report);
      if (step.action === "aws:loop") checkLoop(step, list.loop !== undefined, checked, report);
      if (step.action === "aws:sleep" && typeof step.duration === "string") checkSleep(step.duration, report);
    }
  }
}

function checkOptions({ action, options }: Step, report: (problem: string) => void): void {
  const { timeoutSeconds, maxAttempts, onFailure, onCancel, nextStep, isEnd } = options;
  const most = mostSeconds[action];
  for (const [name, value] of Object.entries({ timeoutSeconds, maxAttempts })) {
    if (value !== undefined && !(Number.isInteger(value) && value >= 1)) report(`${name} is a whole number from 1 on, not ${value}`);
  }
  if (most !== undefined && (timeoutSeconds ?? 0) > most) {
    report(`${action} has at most ${most} seconds; do less in one step, and the rest in another round of a loop`);
  }
  if (onCancel !== undefined && uncancellable.has(action)) report(`${action} knows no onCancel; give it to a step inside or beside it`);
  if (isEnd && nextStep !== undefined) report("it has a nextStep and is the end; leave one of them out");
  if (isEnd && onFailure !== undefined && onFailure !== "Abort")
    report("isEnd ends it after a failure too, so that onFailure does nothing");
}

function checkLoop({ atMost, items }: LoopStep, isInner: boolean, { declared }: Checked, report: (problem: string) => void): void {
  if (isInner) report("a loop inside a loop: AWS does not say that it works, and the local runner has none; loop in a script");
  if (!(Number.isInteger(atMost) && atMost >= 1 && atMost <= mostRounds)) report(`a loop has 1 to ${mostRounds} rounds, not ${atMost}`);
  if (items === undefined) return;
  const most = mostItems(nodeOf(items), declared);
  if (!(most <= mostRounds)) report(`it goes through at most ${mostRounds} items; bound its list by .max(${mostRounds}), or fewer`);
}

function mostItems(node: ExpressionNode, declared: Checked["declared"]): number {
  if (node.kind === "literal") return Array.isArray(node.value) ? node.value.length : Number.POSITIVE_INFINITY;
  const known = node.kind === "path" ? declared.get(node.root) : undefined;
  return (known && jsonSchemaOf(known.type).maxItems) ?? Number.POSITIVE_INFINITY;
}

function checkSleep(text: string, report: (problem: string) => void): void {
  const parts = duration.exec(text);
  if (!parts) report(`"${text}" is no duration in ISO 8601, such as PT5M`);
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = (parts ?? []).slice(1).map((part) => Number(part ?? 0));
  const total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  if (total > longestSleep) report(`it sleeps ${total} seconds; AWS allows ${longestSleep} (seven days)`);
}
