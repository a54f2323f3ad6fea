/** `<name>.md` of a document: what a reviewer reads first. */
import { z } from "zod";
import { type Automation, maximumBytes, parameterBytes, type Step, toYaml } from "../../../../ssm-documents/kit/index.ts";
import { sayArguments, sayNames } from "../../../../workflows/kit/artifacts/page/calls.ts";
import { fieldsOf } from "../../../../workflows/kit/artifacts/page/fields.ts";
import { code, list, state as named, plain, table } from "../../../../workflows/kit/artifacts/page/markdown.ts";
import { sayDuration } from "../../../../workflows/kit/artifacts/words/duration.ts";
import { sayExpression } from "../../../../workflows/kit/artifacts/words/expression.ts";
import { schemaOf } from "../../../../workflows/kit/json-schema.ts";
import { documentPicture } from "./picture.ts";
import { sayStep } from "./words.ts";

const INDENT = "   ";

const INTRODUCTION = `\`Phase\` is a parameter, \`variable:Rows\` a variable, \`CopySnapshot.snapshot\` the output of a step. A step without a word on
failure ends the execution when it fails.`;

const SIGNS = "A hexagon is a call that is repeated until it is so, a box a loop, a dashed line a failure or a cancellation.";

const figure = (count: number): string => count.toLocaleString("en-US");

function facts(document: Automation): string {
  const { name, content, recorded } = document;
  const bytes = Buffer.byteLength(toYaml(document));
  const { assumeRole } = recorded;
  return [
    `source [${code(`${name}.ts`)}](${name}.ts), document [${code(`${name}.document.yaml`)}](${name}.document.yaml) (schema ${content.schemaVersion}, ${countOf(recorded.steps)} steps)`,
    ...(assumeRole === undefined
      ? []
      : [`works in the role ${code(assumeRole)}; its permissions: [${code(`${name}.policy.json`)}](${name}.policy.json)`]),
    `${figure(bytes)} bytes, with its parameters at worst ${figure(bytes + parameterBytes(recorded))} of ${figure(maximumBytes)}`,
  ]
    .map((fact) => `- ${fact}`)
    .join("\n");
}

const countOf = (steps: readonly Step[]): number =>
  steps.reduce((count, step) => count + 1 + (step.action === "aws:loop" ? countOf(step.steps) : 0), 0);

function fieldTable(head: string, schemas: Automation["recorded"]["parameters"]): string {
  const rows = fieldsOf(schemaOf(z.object(schemas), "input")).map(({ path, type, bound, about }) => [
    code(path),
    type,
    bound,
    plain(about),
  ]);
  return rows.length === 0 ? "None." : table([head, "type", "bound", "what"], rows);
}

function outputTable({ content, outputs }: Automation): string {
  const typeOf = (key: string): string => {
    const [step, output] = key.split(".");
    const shape = content.mainSteps.find(({ name }) => name === step)?.outputs?.find(({ Name }) => Name === output);
    return shape?.Type ?? content.variables?.[key.replace(/^variable:/, "")]?.type ?? content.parameters[key]?.type ?? "";
  };
  const rows = Object.entries<string>(outputs).map(([name, key]) => [code(name), typeOf(key), code(key)]);
  return rows.length === 0 ? "None." : table(["output", "type", "key in `AutomationExecution.Outputs`"], rows);
}

/** What there is to say under a step: what it is given, hands on, how long it may take, where it goes. */
function detailsOf(step: Step): readonly string[] {
  const { timeoutSeconds, maxAttempts = 1, onFailure, onCancel, isCritical, isEnd, nextStep } = step.options;
  const given = step.action === "aws:executeScript" ? sayArguments(step.payload) : "call" in step ? sayArguments(step.call.inputs) : "";
  const outputs = "outputs" in step ? step.outputs.map(({ Name }) => Name) : [];
  const leads = (target: string): string => (target.startsWith("step:") ? named(target.slice("step:".length)) : target);
  const time = timeoutSeconds === undefined ? [] : [`at most ${sayDuration(timeoutSeconds)}`];
  const attempts = maxAttempts === 1 ? [] : [`${maxAttempts} attempts`];
  const choices =
    step.action === "aws:branch"
      ? [
          ...step.choices.map(({ when, nextStep: to }) => `if ${code(sayExpression(when))}: ${named(to)}`),
          `otherwise: ${named(step.otherwise)}`,
        ]
      : [];
  return [
    ...choices,
    ...(given === "" ? [] : [`given ${given}`]),
    ...(outputs.length === 0 ? [] : [`hands on ${sayNames(outputs)}`]),
    ...(time.length + attempts.length === 0 ? [] : [list([...time, ...attempts], "in each of")]),
    ...(onFailure === undefined || onFailure === "Abort"
      ? []
      : [onFailure === "Continue" ? "goes on after a failure" : `on failure: ${leads(onFailure)}`]),
    ...(onCancel === undefined || onCancel === "Abort" ? [] : [`when cancelled: ${leads(onCancel)}`]),
    ...(isCritical === undefined ? [] : [isCritical ? "its failure fails the execution" : "its failure does not fail the execution"]),
    ...(isEnd ? ["then the execution ends"] : nextStep === undefined ? [] : [`then ${named(nextStep)}`]),
  ];
}

function stepLines(steps: readonly Step[], indent: string): readonly string[] {
  const deeper = indent + INDENT;
  return steps.flatMap((step) => [
    `${indent}1. **${plain(step.name)}** ${sayStep(step)}`,
    ...detailsOf(step).map((detail) => `${deeper}- ${detail}`),
    ...(step.action === "aws:loop" ? stepLines(step.steps, deeper) : []),
  ]);
}

/**
 * The page of a document in GitHub-flavoured Markdown: the same text for the same source.
 *
 * @example
 * ```ts
 * const page = documentPage(auroraSnapshotCloneMask); // "# aurora-snapshot-clone-mask\n\nThe Aurora part …"
 * ```
 */
export function documentPage(document: Automation): string {
  const { name, recorded } = document;
  const parts = [
    `# ${plain(name)}`,
    plain(recorded.description),
    facts(document),
    "## Parameters",
    fieldTable("parameter", recorded.parameters),
    ...(Object.keys(recorded.variables).length === 0 ? [] : ["## Variables", fieldTable("variable", recorded.variables)]),
    "## Outputs",
    outputTable(document),
    "## Picture",
    `\`\`\`mermaid\n${documentPicture(document)}\`\`\``,
    SIGNS,
    "## Steps",
    INTRODUCTION,
    stepLines(recorded.steps, "").join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}
