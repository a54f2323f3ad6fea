/** What JSONPath cannot say: the reason and the way out, by function. */
import { type ExpressionNode, expression, type FunctionName, printExpression } from "../../expressions/index.ts";
import type { Place } from "./context.ts";

interface Reason {
  readonly why: string;
  readonly remedy: string;
}

const COMPUTE = 'Render the workflow in JSONata (queryLanguage: "JSONata"), or compute it in a Task.';
const DECIDE = "Decide with choice(), and let each way give its own value.";
const text: Reason = { why: "it has no such function on texts.", remedy: COMPUTE };
const number: Reason = { why: "it only adds and subtracts whole numbers.", remedy: COMPUTE };
const condition: Reason = { why: "a condition is no value there.", remedy: DECIDE };

const REASONS: { readonly [F in FunctionName]?: Reason } = {
  upper: text,
  lower: text,
  trim: text,
  length: text,
  join: text,
  substring: text,
  replace: text,
  multiply: number,
  divide: number,
  remainder: number,
  round: number,
  floor: number,
  ceil: number,
  sum: { why: "it cannot add up the elements of an array.", remedy: COMPUTE },
  orElse: { why: "it asks only in a Choice whether a value is there.", remedy: `Ask with present(). ${DECIDE}` },
  whenPresent: { why: "it asks only in a Choice whether a value is there.", remedy: `Ask with present(). ${DECIDE}` },
  iff: { why: "it decides only between states.", remedy: DECIDE },
  not: condition,
  present: condition,
  before: condition,
  after: condition,
  like: condition,
};

/** Reports that a field of a state cannot be written: the expression, why, and the way out. */
export function refuse(node: ExpressionNode, { context, state, field }: Place, why: string, remedy: string): void {
  context.report(`${field}: JSONPath cannot say ${printExpression(expression(node))}: ${why}`, state, remedy);
}

/** Reports a function that has no counterpart as a value. */
export function refuseFunction(node: Extract<ExpressionNode, { kind: "call" }>, place: Place): void {
  const { why, remedy } = REASONS[node.function] ?? { why: "it has no such function.", remedy: COMPUTE };
  refuse(node, place, why, remedy);
}
