/** Reads expressions, each only once: what they refer to, and what the evaluation has to look out for. */
import jsonata, { type Expression } from "jsonata";
import { registerFunctions } from "./functions.ts";
import type { Meter } from "./limits.ts";
import { LinearRegExp } from "./regular-expression.ts";
import { survey } from "./survey.ts";

export interface Compiled {
  readonly expression: Expression;
  /** Variables that it reads and doesn't bind itself, `states` among them, in alphabetical order. */
  readonly variables: readonly string[];
  /** The members of `$states` that it reads by name. */
  readonly states: readonly string[];
  /** Names (and `$`) that it reads from a context item, which Step Functions doesn't give. */
  readonly topLevel: readonly string[];
  /** It has arrays or objects, whose members the package evaluates side by side. */
  readonly sideBySide: boolean;
  /** It may change what it reads, so it gets copies. */
  readonly changes: boolean;
}

/** The text is no expression; the message is the parser's. */
export class InvalidExpressionError extends Error {
  override readonly name = "InvalidExpressionError";
}

/** The meter of an evaluation is in its frame, so that evaluations of one expression can run in turns; no expression can name it. */
export const meterName = "the meter";

const cache = new Map<string, Compiled>();

/** @throws InvalidExpressionError */
export function compile(source: string): Compiled {
  const known = cache.get(source);
  if (known !== undefined) return known;
  const compiled = read(source);
  if (cache.size > 5_000) cache.clear();
  cache.set(source, compiled);
  return compiled;
}

function read(source: string): Compiled {
  try {
    const expression = jsonata(source, { RegexEngine: LinearRegExp as unknown as RegExpConstructor });
    registerFunctions(expression);
    expression.assign(Symbol.for("jsonata.__evaluate_entry") as unknown as string, enter);
    expression.assign(Symbol.for("jsonata.__evaluate_exit") as unknown as string, leave);
    return { expression, ...survey(expression.ast()) };
  } catch (error) {
    throw new InvalidExpressionError(messageOf(error));
  }
}

interface Frame {
  lookup(name: string): unknown;
  readonly base: { readonly depth: number };
}

function enter(_expression: unknown, _input: unknown, frame: Frame): Promise<void> | undefined {
  return (frame.lookup(meterName) as Meter).enter(frame.base.depth);
}

function leave(_expression: unknown, _input: unknown, frame: Frame, result: unknown): void {
  (frame.lookup(meterName) as Meter).leave(result);
}

/** The package throws plain objects with a message. */
function messageOf(error: unknown): string {
  if (error instanceof RangeError) return "The expression is nested too deeply";
  if (typeof error === "object" && error !== null && "message" in error) return String(error.message);
  return String(error);
}
