/** What TypeScript cannot see in a document: sizes, names of steps that are texts, references that leave their loop. */
import type { DocumentShape, StepShape } from "./shapes.ts";

/** Bytes of a document; its parameters' values count too when it is started, so some room is kept. */
export const maximumBytes = 65_536;
const parameterRoom = 4_096;
const scriptSeconds = 600;
const reference = /\{\{\s*([A-Za-z0-9_.:-]+)\s*\}\}/g;

/** Every problem of a document, in words. */
export function checkDocument(document: DocumentShape, text: string): string[] {
  const bytes = Buffer.byteLength(text);
  const known = new Set([...Object.keys(document.parameters), ...Object.keys(document.variables ?? {}).map((name) => `variable:${name}`)]);
  const problems = checkSteps(document.mainSteps, known, "");
  if (bytes > maximumBytes - parameterRoom) {
    problems.push(`${bytes} bytes; 64 KB are allowed, and ${parameterRoom} of them are kept for the parameters: move text into S3`);
  }
  for (const [name, { default: value }] of Object.entries(document.parameters)) {
    if (JSON.stringify(value ?? "").includes("{{")) problems.push(`parameter ${name}: a default cannot name another parameter`);
  }
  for (const output of document.outputs ?? []) if (!known.has(output)) problems.push(`output "${output}": no step of the main list has it`);
  return problems;
}

function checkSteps(steps: readonly StepShape[], known: Set<string>, where: string): string[] {
  const names = new Set(steps.map(({ name }) => name));
  const problems = steps.length === 0 ? [`${where || "the document"}: there are no steps`] : [];
  if (names.size < steps.length) problems.push(`${where || "the document"}: two steps have the same name`);
  for (const step of steps) {
    const place = `${where}${step.name}`;
    problems.push(...checkStep(step, names, known).map((problem) => `${place}: ${problem}`));
    if (step.action === "aws:loop") problems.push(...checkLoop(step, known, place));
    for (const output of outputsOf(step)) known.add(`${step.name}.${output}`);
  }
  return problems;
}

function checkStep(step: StepShape, names: ReadonlySet<string>, known: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  if (!/^[A-Za-z0-9_]{3,128}$/.test(step.name)) problems.push("a step's name has 3 to 128 letters, digits and underscores");
  for (const target of targets(step)) {
    if (!names.has(target)) problems.push(`there is no step "${target}" beside it to go to`);
  }
  const { Steps: _, LoopCondition: _condition, Script, ...inputs } = step.inputs;
  for (const name of unknown(inputs, known)) problems.push(`"${name}" is no parameter and no output of a step before it in this list`);
  if (Script !== undefined) {
    if (String(Script).match(reference)) problems.push("the script's text contains {{ }}; hand values over in the payload");
    if ((step.timeoutSeconds ?? 0) > scriptSeconds) problems.push(`a script has at most ${scriptSeconds} seconds`);
  }
  return problems;
}

function checkLoop(step: StepShape, known: ReadonlySet<string>, place: string): string[] {
  const { Steps, LoopCondition, MaxIterations } = step.inputs;
  const inside = new Set([...known, `${step.name}.CurrentIteration`, `${step.name}.CurrentIteratorValue`]);
  const problems = checkSteps(Steps as StepShape[], inside, `${place} / `);
  for (const name of unknown(LoopCondition, inside))
    problems.push(`${place}: the condition names "${name}", no output of the loop's steps`);
  if (!(Number(MaxIterations) >= 1 && Number(MaxIterations) <= 100)) problems.push(`${place}: a loop has 1 to 100 rounds`);
  if (step.onCancel !== undefined) problems.push(`${place}: onCancel is for the steps inside a loop`);
  return problems;
}

function targets(step: StepShape): string[] {
  const jumps = [step.onFailure, step.onCancel].flatMap((text) => (text?.startsWith("step:") ? [text.slice(5)] : []));
  if (step.nextStep !== undefined) jumps.push(step.nextStep);
  if (step.action !== "aws:branch") return jumps;
  const choices = step.inputs.Choices as readonly { NextStep: string }[];
  return [...jumps, ...choices.map(({ NextStep }) => NextStep), String(step.inputs.Default)];
}

function outputsOf(step: StepShape): string[] {
  return [...(step.outputs ?? []).map(({ Name }) => Name), ...(step.action === "aws:loop" ? ["CurrentIteration"] : [])];
}

function unknown(value: unknown, known: ReadonlySet<string>): string[] {
  const names = [...(JSON.stringify(value ?? "").matchAll(reference) ?? [])].map((match) => match[1] as string);
  return names.filter((name) => !known.has(name) && !/^(?:global|automation):/.test(name));
}
