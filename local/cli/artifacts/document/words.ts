/** The steps of a document in words: what each does, and under which conditions. */
import type { LoopStep, Step } from "../../../../ssm-documents/kit/index.ts";
import { code } from "../../../../workflows/kit/artifacts/page/markdown.ts";
import { sayExpression } from "../../../../workflows/kit/artifacts/words/expression.ts";

type PropertyStep = Extract<Step, { action: "aws:waitForAwsResourceProperty" | "aws:assertAwsResourceProperty" }>;

/** `DBClusters[0].Status = "available"`. */
export function sayProperty({ call: { property, values } }: PropertyStep): string {
  return `${property.replace(/^\$\.?/, "")} = ${values.map((value) => JSON.stringify(value)).join(" or ")}`;
}

/** How long a loop goes on: `while not RunStatements.done, 100 times at most`. */
export function sayRounds({ atMost, condition, items }: LoopStep): string {
  return condition
    ? `while ${sayExpression(condition)}, ${atMost} times at most`
    : `for each of ${sayExpression(items)}, ${atMost} at most`;
}

/** Behind a step's name. */
export function sayStep(step: Step): string {
  switch (step.action) {
    case "aws:executeScript":
      return `runs ${step.script.files.map((file) => `[${code(file)}](scripts/${file})`).join(" + ")}`;
    case "aws:executeAwsApi":
      return `calls ${code(`${step.call.service}:${step.call.api}`)}`;
    case "aws:waitForAwsResourceProperty":
      return `calls ${code(`${step.call.service}:${step.call.api}`)} until ${code(sayProperty(step))}`;
    case "aws:assertAwsResourceProperty":
      return `calls ${code(`${step.call.service}:${step.call.api}`)} and fails unless ${code(sayProperty(step))}`;
    case "aws:branch":
      return "decides";
    case "aws:loop":
      return `repeats its steps ${code(sayRounds(step))}`;
    case "aws:sleep":
      return `waits ${code(sayExpression(step.duration))}`;
    case "aws:updateVariable":
      return `sets ${code(sayExpression(step.variable))} to ${code(sayExpression(step.value))}`;
  }
}
