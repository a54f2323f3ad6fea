/** What a schema cannot say about a document: names that must exist, actions that this runner has, references. */
import { selectorPath } from "../outputs.ts";
import { matches } from "../pattern.ts";
import { referencesIn } from "../references.ts";
import { Step } from "./schema.ts";
import type { DocumentDefinition, StepDefinition } from "./types.ts";

const actions = new Map<string, readonly string[]>([
  ["aws:executeScript", ["Runtime", "Handler", "Script"]],
  ["aws:executeAwsApi", ["Service", "Api"]],
  ["aws:waitForAwsResourceProperty", ["Service", "Api", "PropertySelector", "DesiredValues"]],
  ["aws:assertAwsResourceProperty", ["Service", "Api", "PropertySelector", "DesiredValues"]],
  ["aws:branch", ["Choices"]],
  ["aws:loop", ["Steps"]],
  ["aws:sleep", []],
  ["aws:updateVariable", ["Name", "Value"]],
]);
/** Actions that AWS carries out and this runner does not. */
const missing = new Set(
  (
    "approve changeInstanceState copyImage createImage createStack createTags deleteImage deleteStack executeAutomation " +
    "executeStateMachine invokeLambdaFunction invokeWebhook pause runCommand runInstances"
  )
    .split(" ")
    .map((name) => `aws:${name}`),
);
const runtimes = /^python3\.(?:[6-9]|1[01])$/;

/** Every problem of the document, in words; none when it can run. */
export function checkDocument(document: DocumentDefinition, format: "YAML" | "JSON"): string[] {
  const strange = strangeActions(document.mainSteps);
  if (strange.length > 0) return [...strange, `it has ${[...actions.keys()].join(", ")}`];
  const known = new Set([...document.parameters.keys(), ...[...document.variables.keys()].map((name) => `variable:${name}`)]);
  const problems = checkSteps(document.mainSteps, known, format);
  const wrong = (where: string, value: unknown): void => {
    for (const name of unknownReferences(value, known)) problems.push(`${where}: {{ ${name} }} names nothing that comes before it`);
  };
  wrong("assumeRole", document.assumeRole);
  for (const output of document.outputs) if (!known.has(output)) problems.push(`outputs: "${output}" is no output of a step`);
  for (const [name, parameter] of document.parameters) {
    if (referencesIn(parameter.default).length > 0) problems.push(`parameters.${name}: a default cannot name another parameter`);
    if (!isPattern(parameter.allowedPattern)) problems.push(`parameters.${name}: allowedPattern is no regular expression`);
  }
  return problems;
}

/** Steps whose actions cannot be carried out: what they put out is unknown, so nothing else of the document can be judged. */
function strangeActions(steps: readonly StepDefinition[]): string[] {
  return steps.flatMap((step) => {
    const inside = step.action === "aws:loop" ? Step.array().safeParse(step.inputs.Steps) : undefined;
    if (inside?.success) return strangeActions(inside.data).map((problem) => `${step.name}: ${problem}`);
    if (actions.has(step.action)) return [];
    return missing.has(step.action)
      ? [`${step.name}: the local runner does not have ${step.action}, which AWS has`]
      : [`${step.name}: there is no action ${step.action}`];
  });
}

function isPattern(pattern = ""): boolean {
  try {
    matches(pattern, "");
    return true;
  } catch {
    return false;
  }
}

/** The steps of a loop, read from its input. */
export function loopSteps(step: StepDefinition): StepDefinition[] {
  return Step.array().min(1).parse(step.inputs.Steps);
}

function checkSteps(steps: readonly StepDefinition[], known: Set<string>, format: "YAML" | "JSON"): string[] {
  const problems: string[] = [];
  const names = new Set<string>();
  for (const { name } of steps) {
    if (names.has(name)) problems.push(`${name}: two steps have this name`);
    names.add(name);
  }
  for (const step of steps) {
    problems.push(...checkStep(step, names, known, format).map((problem) => `${step.name}: ${problem}`));
    for (const output of outputNames(step)) known.add(`${step.name}.${output}`);
  }
  return problems;
}

function checkStep(step: StepDefinition, names: ReadonlySet<string>, known: Set<string>, format: "YAML" | "JSON"): string[] {
  const problems: string[] = [];
  for (const input of actions.get(step.action) ?? []) if (!(input in step.inputs)) problems.push(`${step.action} needs the input ${input}`);
  const { Steps: _steps, Script: _script, LoopCondition, ...inputs } = step.inputs;
  for (const name of unknownReferences(inputs, known)) problems.push(`{{ ${name} }} names nothing that comes before it`);
  for (const target of targets(step)) if (!names.has(target)) problems.push(`there is no step "${target}" to go to`);
  for (const { Selector } of step.outputs) problems.push(...selectorProblems(Selector));
  if (step.action === "aws:executeScript") problems.push(...scriptProblems(step, format));
  if (step.action === "aws:loop") problems.push(...loopProblems(step, LoopCondition, known, format));
  return problems;
}

function scriptProblems(step: StepDefinition, format: "YAML" | "JSON"): string[] {
  const problems: string[] = [];
  if (format === "JSON") problems.push("an inline Script is not supported in a JSON runbook; create the document as YAML");
  if (!runtimes.test(String(step.inputs.Runtime))) problems.push(`Runtime ${String(step.inputs.Runtime)} is not known; use python3.11`);
  const [reference] = referencesIn(step.inputs.Script);
  if (reference !== undefined) problems.push(`the script's text contains {{ ${reference} }}; hand values over in InputPayload`);
  if ((step.timeoutSeconds ?? 0) > 600) problems.push("a script has at most 600 seconds (timeoutSeconds)");
  return problems;
}

function loopProblems(step: StepDefinition, condition: unknown, known: Set<string>, format: "YAML" | "JSON"): string[] {
  const problems: string[] = [];
  const hasIterators = step.inputs.Iterators !== undefined;
  if (hasIterators === (condition !== undefined)) problems.push("a loop has either Iterators or LoopCondition");
  if (step.onCancel !== "Abort") problems.push("onCancel is for the steps inside a loop, not for the loop");
  const parsed = Step.array().min(1).safeParse(step.inputs.Steps);
  if (!parsed.success) return [...problems, ...parsed.error.issues.map((issue) => `Steps.${issue.path.join(".")}: ${issue.message}`)];
  const inside = new Set([...known, `${step.name}.CurrentIteration`, `${step.name}.CurrentIteratorValue`]);
  if (parsed.data.some(({ action }) => action === "aws:loop")) problems.push("the local runner has no loops inside a loop");
  problems.push(...checkSteps(parsed.data, inside, format));
  for (const name of unknownReferences(condition, inside))
    problems.push(`LoopCondition: {{ ${name} }} names no output of the loop's steps`);
  return problems;
}

function selectorProblems(selector: string): string[] {
  try {
    selectorPath(selector);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

function targets(step: StepDefinition): string[] {
  const jumps = [step.onFailure, step.onCancel].filter((text) => text.startsWith("step:")).map((text) => text.slice(5));
  if (step.nextStep !== undefined) jumps.push(step.nextStep);
  if (step.action !== "aws:branch") return jumps;
  const choices = Array.isArray(step.inputs.Choices) ? (step.inputs.Choices as { NextStep?: unknown }[]) : [];
  const more = [...choices.map((choice) => choice.NextStep), step.inputs.Default].filter((name) => name !== undefined);
  return [...jumps, ...more.map(String)];
}

function outputNames(step: StepDefinition): string[] {
  const own =
    step.action === "aws:executeScript" ? ["Payload"] : step.action === "aws:loop" ? ["CurrentIteration", "CurrentIteratorValue"] : [];
  return [...own, ...step.outputs.map(({ Name }) => Name)];
}

function unknownReferences(value: unknown, known: ReadonlySet<string>): string[] {
  return referencesIn(value).filter((name) => !known.has(name) && !name.startsWith("global:") && !name.startsWith("automation:"));
}
