/** A value's room: how many results its rule could have given it, which decides how a leak is told from chance. */
import { distinctPipelines, masks, templateKind, visitStep } from "./bind.ts";
import { deriveKeys } from "./keys.ts";
import { steps } from "./steps/index.ts";
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
  const rooms = distinctPipelines(template).map((part) => pipelineRoom(part, lists));
  return (value) => rooms.reduce((bits, each) => bits + each(value), 0);
}

function pipelineRoom(pipeline: Pipeline, lists: Lists): (value: string) => number {
  const rooms = pipeline.steps.map((step, i) => ({
    bits: masks(step) ? visitStep(step, (name, args) => (text: string) => steps[name].room(args, text, lists)) : undefined,
    next: i < pipeline.steps.length - 1 ? visitStep(step, (name, args) => steps[name].compile(args, { keys: anyKeys, lists })) : undefined,
  }));
  return (value) => {
    let text = value;
    let bits = Number.POSITIVE_INFINITY;
    for (const room of rooms) {
      if (text === "") return 0;
      if (room.bits !== undefined) bits = Math.min(bits, room.bits(text));
      if (room.next !== undefined) text = room.next(text);
    }
    return Number.isFinite(bits) ? bits : 0;
  };
}
