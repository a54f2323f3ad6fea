/** Makes a function of a template. */
import { templateKind, visitStep } from "./bind.ts";
import { MaskingValueError } from "./errors.ts";
import type { MaskingKeys } from "./keys.ts";
import { type StepContext, type StepFunction, steps } from "./steps/index.ts";
import type { Lists, Pipeline, Row, Template } from "./template.ts";

/** Masks one value; `row` reads the other fields of the same row before masking, for `date:N:FIELD`. */
export type Mask = (value: string | null, row?: Row) => string | null;

/** What compileTemplate needs. */
export interface CompileOptions {
  readonly keys: MaskingKeys;
  readonly lists?: Lists;
  /** Told the step's name when a value lay outside its domain and `format` was used instead. */
  readonly onFallback?: (step: string) => void;
}

/**
 * The function of a template.
 *
 * @throws RangeError when a list that `pick` names has fewer than two items
 * @throws MaskingValueError (by the function) for a value with U+0000 or a lone surrogate
 * @example
 * ```ts
 * const mask = compileTemplate(parseTemplate("XXX-XX-{{last:4}}"), { keys });
 * mask("123-45-6789"); // "XXX-XX-6789"
 * ```
 */
export function compileTemplate(template: Template, options: CompileOptions): Mask {
  if (templateKind(template) === "null") {
    return (value) => {
      if (value !== null) checkText(value);
      return null;
    };
  }
  const context: StepContext = { keys: options.keys, lists: options.lists ?? new Map(), onFallback: options.onFallback };
  const parts = template.parts.map((part) => (part.kind === "literal" ? () => part.text : compilePipeline(part, context)));
  const [only] = parts;
  const render = parts.length === 1 && only !== undefined ? only : concatenate(parts);
  return (value, row) => {
    if (value === null) return null;
    checkText(value);
    return value === "" ? "" : render(value, row);
  };
}

function concatenate(parts: readonly StepFunction[]): StepFunction {
  return (value, row) => {
    let masked = "";
    for (const part of parts) masked += part(value, row);
    return masked;
  };
}

function compilePipeline(pipeline: Pipeline, context: StepContext): StepFunction {
  const functions = pipeline.steps.map((step) => visitStep(step, (name, args) => steps[name].compile(args, context)));
  const [only] = functions;
  if (functions.length === 1 && only !== undefined) return only;
  return (value, row) => {
    let text = value;
    for (const apply of functions) {
      if (text === "") return "";
      text = apply(text, row);
    }
    return text;
  };
}

function checkText(value: string): void {
  if (value.includes("\u0000")) throw new MaskingValueError("A value holds U+0000.");
  if (!value.isWellFormed()) throw new MaskingValueError("A value holds a lone surrogate.");
}
