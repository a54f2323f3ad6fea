/** What the TypeScript engine knows of every step. */
import type { MaskingKeys } from "../keys.ts";
import type { Lists, Row } from "../template.ts";

/** What a step may use while it works. */
export interface StepContext {
  readonly keys: MaskingKeys;
  readonly lists: Lists;
  /** Told when a value lies outside a step's domain and `format` was used instead. */
  readonly onFallback?: ((step: string) => void) | undefined;
}

/** A step as a function; it is never given an empty text. */
export type StepFunction = (text: string, row?: Row) => string;

/** A step of masking/v1 in TypeScript. */
export interface Step<Args> {
  compile(args: Args, context: StepContext): StepFunction;
  /** log2 of the number of results that some key could have given this text; 0 for a step that does not mask. */
  room(args: Args, text: string, lists: Lists): number;
}

/** A step that needs no key, so that there is one result. */
export function keyless<Args>(change: (args: Args) => StepFunction): Step<Args> {
  return { compile: change, room: () => 0 };
}

/** The number of code points. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdbff) count--;
  }
  return count;
}
