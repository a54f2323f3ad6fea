/** `<name>.mmd` of a document: its steps as a Mermaid flowchart, in the signs of a workflow's picture. */
import type { Automation, Step } from "../../../../ssm-documents/kit/index.ts";
import { Ids, quoted } from "../../../../workflows/kit/artifacts/picture/ids.ts";
import { sayExpression } from "../../../../workflows/kit/artifacts/words/expression.ts";
import { sayProperty, sayRounds } from "./words.ts";

const STEP = "  ";
/** Steps from which on the inside of a loop runs from top to bottom. */
const LONG = 3;

/** The node's shape with its text: a hexagon is a call that is repeated, a diamond decides. */
function shapeOf(step: Step): string {
  switch (step.action) {
    case "aws:waitForAwsResourceProperty":
      return `{{${quoted(`${step.name}\nuntil ${sayProperty(step)}`)}}}`;
    case "aws:branch":
      return `{${quoted(step.name)}}`;
    case "aws:sleep":
      return `(${quoted(`${step.name}\n${sayExpression(step.duration)}`)})`;
    case "aws:updateVariable":
      return `(${quoted(step.name)})`;
    default:
      return `[${quoted(step.name)}]`;
  }
}

interface Edge {
  readonly to: string | undefined;
  readonly label?: string;
  readonly error?: boolean;
}

const jumpOf = (target: string | undefined): string | undefined => (target?.startsWith("step:") ? target.slice("step:".length) : undefined);

function edgesOf(step: Step, following: string | undefined): readonly Edge[] {
  const { isEnd, nextStep, onFailure, onCancel } = step.options;
  const next = isEnd ? undefined : (nextStep ?? following);
  const errors = [
    { to: jumpOf(onFailure), label: "failed", error: true },
    { to: jumpOf(onCancel), label: "cancelled", error: true },
  ].filter(({ to }) => to !== undefined);
  if (step.action !== "aws:branch") return [{ to: next, ...(onFailure === "Continue" && { label: "even if it fails" }) }, ...errors];
  const choices = step.choices.map(({ when, nextStep: to }) => ({ to, label: sayExpression(when).replace(/ (and|or) /g, "\n$1 ") }));
  return [...choices, { to: step.otherwise, label: "otherwise" }, ...errors];
}

function linesOf(steps: readonly Step[], ids: Ids, indent: string, isTop: boolean): readonly string[] {
  const nodes = steps.flatMap((step) => {
    const id = ids.of(step.name);
    if (step.action !== "aws:loop") return [`${indent}${id}${shapeOf(step)}`];
    const direction = `${indent}${STEP}direction ${step.steps.length > LONG ? "TB" : "LR"}`;
    const title = quoted(`${step.name}: ${sayRounds(step)}`);
    return [`${indent}subgraph ${id}[${title}]`, direction, ...linesOf(step.steps, ids, indent + STEP, false), `${indent}end`];
  });
  const edges = steps.flatMap((step, index) =>
    edgesOf(step, steps[index + 1]?.name)
      .filter(({ to }) => isTop || to !== undefined)
      .map(({ to, label, error }) => {
        const line = `${error ? "-.->" : "-->"}${label === undefined ? "" : `|${quoted(label)}|`}`;
        return `${indent}${ids.of(step.name)} ${line} ${to === undefined ? "done" : ids.of(to)}`;
      }),
  );
  return [...nodes, ...edges];
}

/** A Mermaid flowchart: the same text for the same source. */
export function documentPicture({ name, recorded: { steps } }: Automation): string {
  const ids = new Ids();
  return [
    `---\ntitle: ${name}\nconfig:\n  flowchart:\n    wrappingWidth: 320\n---`,
    "flowchart TD",
    `${STEP}start((" ")) --> ${ids.of(steps[0]?.name ?? "done")}`,
    ...linesOf(steps, ids, STEP, true),
    `${STEP}done(((" ")))`,
    "",
  ].join("\n");
}
