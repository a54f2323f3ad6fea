/** Sizes: the document with its parameters, values of parameters and variables, outputs of scripts. */
import { isExpression } from "../expression.ts";
import { jsonSchemaOf, parameterShape } from "../parameters.ts";
import { toContent } from "../render/index.ts";
import type { Recorded, Step } from "../steps/index.ts";
import { toYaml } from "../to-yaml.ts";
import { type Checked, placeOf } from "./problem.ts";
import { worstBytes } from "./worst-bytes.ts";

/** Bytes of a document and of the parameters that an execution is started with. */
export const maximumBytes = 65_536;
/** Bytes of what a script returns. */
const maximumOutput = 102_400;
/** Characters of one value of a parameter or variable, and values of a list. */
const valueCharacters = 512;
const listValues = 50;

/** The most bytes that the parameters of an execution can have, as JSON of the API's lists of texts. */
export function parameterBytes({ parameters }: Pick<Recorded, "parameters">): number {
  const sizes = Object.entries(parameters).map(
    ([name, type]) => JSON.stringify(name).length + '":[],'.length + worstBytes(jsonSchemaOf(type), valueCharacters),
  );
  return sizes.reduce((sum, size) => sum + size, "{}".length);
}

/** Reports a document that has no room for its parameters; needs steps that can be rendered. */
export function checkDocumentSize({ document, report }: Checked): void {
  const own = Buffer.byteLength(toYaml({ content: toContent(document) }));
  const given = parameterBytes(document);
  if (own + given <= maximumBytes) return;
  report(
    document.name,
    `it has ${own} bytes, and its parameters up to ${given} more; together 64 KB (${maximumBytes}) are allowed: bound the parameters by .max(…), or move text into S3`,
  );
}

/** Reports constraints of parameters and variables that SSM has not, or that no value could meet. */
export function checkValues({ document: { parameters, variables }, report }: Checked): void {
  for (const [kind, schemas] of Object.entries({ parameter: parameters, variable: variables })) {
    for (const [name, type] of Object.entries(schemas)) {
      const problem = (text: string): void => report(`${kind} ${name}`, text);
      const { default: first, allowedValues = [], maxChars = 0, minChars = 0, maxItems = 0 } = parameterShape(type);
      const { minimum, maximum } = jsonSchemaOf(type);
      if (Math.max(maxChars, minChars) > valueCharacters) problem(`a value has at most ${valueCharacters} characters; lower .max(…)`);
      if (maxItems > listValues) problem(`a list has at most ${listValues} values; lower .max(…)`);
      for (const value of [first, ...allowedValues]) {
        if (textsIn(value).some(({ length }) => length > valueCharacters)) problem(`a value has at most ${valueCharacters} characters`);
        if (JSON.stringify(value ?? "").includes("{{")) problem("a default or allowed value cannot name another parameter");
      }
      if (first !== undefined && !type.safeParse(first).success) problem("its default does not meet its own constraints");
      if (isBound(minimum) || isBound(maximum)) problem("SSM has no bounds for numbers; use an enum of texts, or check it in a script");
    }
  }
}

/** Reports scripts whose outputs can be too large, and values that a variable cannot hold. */
export function checkStepSizes({ lists, report }: Checked): void {
  for (const list of lists) {
    for (const step of list.steps) for (const problem of stepSizes(step)) report(placeOf(list, step.name), problem);
  }
}

function stepSizes(step: Step): readonly string[] {
  if (step.action === "aws:executeScript") {
    const most = Object.entries(step.script.outputs).reduce(
      (sum, [name, type]) => sum + name.length + 6 + worstBytes(jsonSchemaOf(type)),
      2,
    );
    if (most <= maximumOutput) return [];
    const size = Number.isFinite(most) ? `${most} bytes` : "any size";
    return [`its outputs can have ${size}; 100 KB are returned: bound texts and lists by .max(…), or write to S3`];
  }
  if (step.action !== "aws:updateVariable" || isExpression(step.value)) return [];
  const texts = textsIn(step.value);
  return [
    ...(texts.some(({ length }) => length < 1 || length > valueCharacters)
      ? [`a variable's text has 1 to ${valueCharacters} characters`]
      : []),
    ...(texts.length > listValues ? [`a variable's list has at most ${listValues} values`] : []),
  ];
}

const isBound = (bound: number | undefined): boolean => bound !== undefined && Math.abs(bound) !== Number.MAX_SAFE_INTEGER;

const textsIn = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === "string");
