/** What a whole template makes of a value, how much room it leaves, and what it shows. */
import { keyedSteps } from "./keyed-steps.ts";
import { openSteps } from "./open-steps.ts";
import type { DefinedStep, Given, Lists, Template } from "./step.ts";

export type { Given, Lists, Row, Template } from "./step.ts";

type Part = Template["parts"][number];
type Pipeline = Extract<Part, { kind: "pipeline" }>;
type Step = Pipeline["steps"][number];

const isPipeline = (part: Part): part is Pipeline => part.kind === "pipeline";

const definitions = new Map([...Object.entries(openSteps), ...Object.entries(keyedSteps)]);

function definitionOf({ name }: Step): DefinedStep {
  const step = definitions.get(name);
  if (step === undefined) throw new TypeError(`The prover has no definition of the step "${name}".`);
  return step;
}

// The parser lets null stand alone.
const isNull = ({ parts: [first] }: Template): boolean => first !== undefined && isPipeline(first) && first.steps[0]?.name === "null";
const masks = (step: Step): boolean => definitionOf(step).room !== undefined;
const masking = (template: Template): readonly Pipeline[] =>
  isNull(template) ? [] : template.parts.filter(isPipeline).filter(({ steps }) => steps.some(masks));

const run = ({ steps }: Pipeline, value: string, given: Given): string =>
  steps.reduce((text, step) => (text === "" ? "" : definitionOf(step).result(text, step.args, given)), value);

/** What the template makes of a value; null for `{{null}}`. */
export function resultOf(template: Template, value: string, given: Given): string | null {
  if (isNull(template)) return null;
  if (value === "") return "";
  return template.parts.map((part) => (isPipeline(part) ? run(part, value, given) : part.text)).join("");
}

/** Whether the template keeps the value: it says `keep`, and nothing in it masks. */
export function isKept(template: Template): boolean {
  const pipelines = template.parts.filter(isPipeline);
  return masking(template).length === 0 && pipelines.some(({ steps }) => steps.some(({ name }) => name === "keep"));
}

/**
 * log2 of the number of results that the template could have given a value. A pipeline has the room of its narrowest masking
 * step; different pipelines add up, equal ones give the same text and count once.
 */
export function roomOf(template: Template, given: { readonly keys: Given["keys"]; readonly lists: Lists }): (value: string) => number {
  const different = new Map(masking(template).map((part) => [template.text.slice(part.start, part.end), part]));
  const rooms = [...different.values()].map((part) => pipelineRoom(part, given));
  return (value) => rooms.reduce((bits, room) => bits + room(value), 0);
}

function pipelineRoom({ steps }: Pipeline, given: Given): (value: string) => number {
  const defined = steps.map((step, i) => ({ ...definitionOf(step), args: step.args, isLast: i === steps.length - 1 }));
  return (value) => {
    let text = value;
    let bits = Number.POSITIVE_INFINITY;
    for (const { room, result, args, isLast } of defined) {
      if (text === "") return 0;
      if (room !== undefined) bits = Math.min(bits, room(text, args, given.lists));
      if (!isLast) text = result(text, args, given);
    }
    return bits;
  };
}

/** The texts of a value that the template shows by declaration: those of its pipelines without a masking step, and its literals. */
export function shownBy(template: Template, value: string, given: Given): ReadonlySet<string> {
  if (isNull(template)) return new Set();
  return new Set(
    template.parts.flatMap((part) => {
      if (!isPipeline(part)) return [part.text];
      return part.steps.some(masks) ? [] : [run(part, value, given)];
    }),
  );
}
