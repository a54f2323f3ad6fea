/** A value's room: how many results its rule could have given it, which decides how a leak is told from chance. */
import { boundStep, pipelines, templateKind } from "./bind.ts";
import { deriveKeys } from "./keys.ts";
import type { Lists, Pipeline, Template } from "./template.ts";

/** From here on a masked value that equals an original is no coincidence. In bits. */
export const provableRoom = 40;

// A masking step's input is made with any key: it stands for the texts that the real one could give, and hides nothing.
const anyKeys = deriveKeys(Buffer.alloc(32));

/**
 * log2 of the number of results that the template could have given this value under some key: 64 for `hash`, log2 25 a
 * letter and log2 9 a digit for `format`, 0 for what needs no key (`redact`, `last`, `keep`, null, constants).
 *
 * @example
 * ```ts
 * room(parseTemplate("test+{{hash}}@example.com"), "ana@corp.example", new Map()); // 64
 * ```
 */
export function room(template: Template, value: string, lists: Lists = new Map()): number {
  return compileRoom(template, lists)(value);
}

/** `room` for many values of one template. */
export function compileRoom(template: Template, lists: Lists = new Map()): (value: string) => number {
  if (templateKind(template) !== "masks") return () => 0;
  // Two equal pipelines give the same text twice, which is no more room than once.
  const distinct = new Map(pipelines(template).map((part) => [template.text.slice(part.start, part.end), part]));
  const rooms = [...distinct.values()].map((part) => pipelineRoom(part, lists));
  return (value) => rooms.reduce((bits, each) => bits + each(value), 0);
}

function pipelineRoom(pipeline: Pipeline, lists: Lists): (value: string) => number {
  const steps = pipeline.steps.map((step, i) => {
    const bound = boundStep(step);
    const next = i < pipeline.steps.length - 1 ? bound.compile({ keys: anyKeys, lists }) : undefined;
    return { bound, next };
  });
  return (value) => {
    let text = value;
    let bits = Number.POSITIVE_INFINITY;
    for (const { bound, next } of steps) {
      if (text === "") return 0;
      if (bound.masks) bits = Math.min(bits, bound.room(text, lists));
      if (next !== undefined) text = next(text);
    }
    return Number.isFinite(bits) ? bits : 0;
  };
}
