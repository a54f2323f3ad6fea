/** What every step of masking/v1 is made of. */
import type { MaskingKeys } from "../keys.ts";
import type { Lists, Row } from "../template.ts";

/** A sub-key that a step uses. */
export interface SubkeyName {
  readonly function: string;
  readonly domain: string;
}

/** What a step may use while it works. */
export interface StepContext {
  readonly keys: MaskingKeys;
  readonly lists: Lists;
  /** Told when a value lies outside a step's domain and `format` was used instead. */
  readonly onFallback?: ((step: string) => void) | undefined;
}

/** A step with its arguments. */
export interface BoundStep {
  /** Whether the step hides its value; the preparing steps and `keep` do not. */
  readonly masks: boolean;
  /** The sub-keys that it needs, those of its fallback included. */
  readonly subkeys: readonly SubkeyName[];
  /** The list that it needs. */
  readonly list?: string;
  /** The field of the same row that it reads. */
  readonly field?: string;
  /** The step as a function; it is never given an empty text. */
  compile(context: StepContext): (text: string, row?: Row) => string;
  /** log2 of the number of results that some key could have given this text. */
  room(text: string, lists: Lists): number;
  /** The longest result, in code points, for texts of at most `input` code points (Infinity when unknown). */
  longest(input: number, lists: Lists): number;
}

/** A step's name, its usage for error messages, and how its arguments are read. */
export interface StepDefinition {
  readonly name: string;
  /** The forms that are allowed, for error messages. */
  readonly usage: string;
  /** The step with these arguments; undefined when they are not allowed. */
  bind(args: readonly string[]): BoundStep | undefined;
}

/** An integer argument within bounds; undefined when it is something else. */
export function integer(text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined || !/^-?[0-9]{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= min && value <= max ? value : undefined;
}

/** A domain argument: any text that is not empty. */
export function isDomain(text: string | undefined): text is string {
  return text !== undefined && text !== "";
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
