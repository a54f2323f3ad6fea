/** The expressions and states of a workflow that their authors wrote by hand: what the build counts and reports. */
import {
  childrenOf,
  type ExpressionNode,
  expression,
  type HandwrittenNode,
  isExpression,
  nodeOf,
  printExpression,
} from "../expressions/index.ts";
import type { QueryLanguage } from "../workflow-type.ts";
import type { Scope } from "./scope.ts";
import { valuesOf } from "./state-reads.ts";
import type { State } from "./states.ts";
import { allStates } from "./storage.ts";

/** One use of the way out: an expression, or a whole state. */
export interface Escape {
  readonly state: string;
  readonly language: QueryLanguage;
  /** What was written; its holes stand as `${input.tables}`. */
  readonly source: string;
}

const sourceOf = ({ parts }: HandwrittenNode): string =>
  parts.map((part) => (typeof part === "string" ? part : `\${${printExpression(expression(part))}}`)).join("");

function inNode(node: ExpressionNode, found: HandwrittenNode[]): void {
  if (node.kind === "handwritten") found.push(node);
  for (const below of childrenOf(node)) inNode(below, found);
}

function inValue(value: unknown, found: HandwrittenNode[]): void {
  if (isExpression(value)) inNode(nodeOf(value), found);
  else if (typeof value === "object" && value !== null) for (const part of Object.values(value)) inValue(part, found);
}

/** The fields of a hand-written state as JSON. */
const fieldsAsText = (fields: object): string =>
  JSON.stringify(fields, (_, value: unknown) => (isExpression(value) ? `\${${printExpression(value)}}` : value));

/** The expressions of one state that are written by hand. */
export function handwrittenIn(state: State): readonly HandwrittenNode[] {
  const found: HandwrittenNode[] = [];
  inValue([valuesOf(state), state.type === "Task" ? state.keep?.value : undefined], found);
  return found;
}

/** A state that is written by hand as a whole. */
const wholeState = (state: State): readonly Escape[] =>
  state.type === "Handwritten" ? [{ state: state.name, language: state.language, source: fieldsAsText(state.fields) }] : [];

/** Every expression and state that was written by hand, in the order of the states. */
export const handwrittenExpressions = (top: Scope): readonly Escape[] =>
  allStates(top).flatMap((state) => [
    ...wholeState(state),
    ...handwrittenIn(state).map((node) => ({ state: state.name, language: node.language, source: sourceOf(node) })),
  ]);
