/** The functions that an expression may call, each as JSONata says it. */
import type { CallNode, ExpressionNode, FunctionName } from "../../expressions/index.ts";
import { type Code, called, code, decided, joined, LEVEL, within } from "./code.ts";
import { patternOf } from "./text.ts";

/** A call whose inputs are rendered already. */
interface Call {
  readonly node: CallNode;
  readonly inputs: readonly Code[];
  readonly first: Code;
  readonly second: Code;
  readonly third: Code;
}
type Writer = (call: Call) => Code;

const plain =
  (name: string): Writer =>
  ({ inputs }) =>
    called(name, ...inputs);
const infix =
  (level: number, operator: string): Writer =>
  ({ inputs }) =>
    joined(level, operator, inputs);
const instants =
  (operator: "<" | ">"): Writer =>
  ({ first, second }) =>
    joined(LEVEL.compare, operator, [called("toMillis", first), called("toMillis", second)]);

const isLiteral = (node: ExpressionNode | undefined, value: unknown): boolean => node?.kind === "literal" && node.value === value;
const textOf = (node: ExpressionNode | undefined): string => (node?.kind === "literal" ? String(node.value) : "");

/** JSONata unwraps a sequence of one element, and makes nothing of an empty one: the brackets keep the array. */
const array = (of: Code): Code => code(LEVEL.value, "[", of, "]");

const WRITERS: Readonly<Record<FunctionName, Writer>> = {
  not: plain("not"),
  present: plain("exists"),
  orElse: ({ first, second }) => decided(called("exists", first), first, second),
  iff: ({ first, second, third }) => decided(within(first, LEVEL.anything), second, third),
  whenPresent: ({ node, first, second, third }) =>
    isLiteral(node.arguments[2], false)
      ? joined(LEVEL.and, "and", [called("exists", first), second])
      : decided(called("exists", first), second, third),
  before: instants("<"),
  after: instants(">"),
  like: ({ node, first }) => called("contains", first, patternOf(textOf(node.arguments[1]))),

  add: infix(LEVEL.add, "+"),
  subtract: infix(LEVEL.add, "-"),
  multiply: infix(LEVEL.multiply, "*"),
  divide: infix(LEVEL.multiply, "/"),
  remainder: infix(LEVEL.multiply, "%"),
  round: ({ node, first, second }) => (isLiteral(node.arguments[1], 0) ? called("round", first) : called("round", first, second)),
  floor: plain("floor"),
  ceil: plain("ceil"),

  upper: plain("uppercase"),
  lower: plain("lowercase"),
  trim: plain("trim"),
  length: plain("length"),
  split: ({ inputs }) => array(called("filter", called("split", ...inputs), "function($element) { $element != '' }")),
  join: ({ node, first, second }) => (isLiteral(node.arguments[1], "") ? called("join", first) : called("join", first, second)),
  substring: plain("substring"),
  replace: plain("replace"),

  count: plain("count"),
  sum: plain("sum"),
  contains: ({ first, second }) => joined(LEVEL.compare, "in", [second, first]),
  range: ({ inputs }) => array(called("range", ...inputs)),
  chunk: plain("partition"),
  unique: plain("distinct"),
  merge: ({ inputs }) => called("merge", joinedInBrackets(inputs)),
  at: ({ first, second }) => code(LEVEL.step, first.level >= LEVEL.step ? first : code(LEVEL.value, "(", first, ")"), "[", second, "]"),

  stringify: plain("string"),
  parseJson: plain("parse"),
  hash: plain("hash"),
  uuid: plain("uuid"),
  base64: plain("base64encode"),
  fromBase64: plain("base64decode"),
};

const joinedInBrackets = (inputs: readonly Code[]): Code =>
  code(LEVEL.value, "[", ...inputs.flatMap((input, index) => (index === 0 ? [input] : [", ", input])), "]");

const NOTHING = code(LEVEL.value, "null");

/** The call in JSONata. */
export function renderCall(node: CallNode, inputs: readonly Code[]): Code {
  const [first = NOTHING, second = NOTHING, third = NOTHING] = inputs;
  return WRITERS[node.function]({ node, inputs, first, second, third });
}
