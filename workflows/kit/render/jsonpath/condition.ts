/** Conditions as Choice rules. */
import { type CallNode, type ExpressionNode, type InfixNode, nodeOf } from "../../expressions/index.ts";
import type { Rendered } from "../../workflow-type.ts";
import { type ChoiceRule, negate, renderComparison } from "./comparison.ts";
import type { Place } from "./context.ts";
import { constantOf } from "./payload.ts";
import { refuseRule, variableOf } from "./variable.ts";

const FLAG = 'Put it into a pass() before: pass("…", { holds: … }), and decide on .holds.';

/** Two instants, one of them stored. */
function instants(node: CallNode, place: Place): ChoiceRule {
  const [left, right] = node.arguments as readonly [ExpressionNode, ExpressionNode];
  const flips = constantOf(left) !== undefined;
  const [of, other] = flips ? [right, left] : [left, right];
  const operator = (node.function === "before") === flips ? "TimestampGreaterThan" : "TimestampLessThan";
  const Variable = variableOf(of, place);
  if (Variable === undefined) return refuseRule(node, place, "one side must be a value that is stored.");
  const constant = constantOf(other);
  if (constant) return { Variable, [operator]: constant.value };
  const path = variableOf(other, place);
  return path === undefined ? refuseRule(node, place, "the other side is computed.") : { Variable, [`${operator}Path`]: path };
}

/** A condition on what may be absent, and what holds where it is. */
function whenPresent(node: CallNode, place: Place): ChoiceRule {
  const [asked, body, otherwise] = node.arguments;
  const Variable = asked && variableOf(asked, place);
  if (Variable === undefined || !body || !otherwise) return refuseRule(node, place, "it asks about something computed.");
  const there: ChoiceRule = { Variable, IsPresent: true };
  const inside = rule(body, place);
  const holds = otherwise.kind === "literal" ? otherwise.value : undefined;
  if (holds === true) return { Or: [negate(there), inside] };
  const both = { And: [there, inside] };
  return holds === false ? both : { Or: [both, { And: [negate(there), rule(otherwise, place)] }] };
}

/** A flag that may be absent. */
function flag(node: CallNode, place: Place): ChoiceRule {
  const [asked, fallback] = node.arguments;
  const Variable = asked && variableOf(asked, place);
  if (Variable === undefined || fallback?.kind !== "literal")
    return refuseRule(node, place, "orElse() needs a stored value and a literal.");
  const there: ChoiceRule = { Variable, IsPresent: true };
  const compared: ChoiceRule = { Variable, BooleanEquals: true };
  return fallback.value === true ? { Or: [negate(there), compared] } : { And: [there, compared] };
}

function call(node: CallNode, place: Place): ChoiceRule {
  const [first, second] = node.arguments;
  const Variable = first && variableOf(first, place);
  switch (node.function) {
    case "not":
      return first ? negate(rule(first, place)) : {};
    case "present":
      return Variable === undefined ? refuseRule(node, place, "it asks about something computed.") : { Variable, IsPresent: true };
    case "like":
      if (Variable === undefined) return refuseRule(node, place, "the text must be a value that is stored.");
      return { Variable, StringMatches: (second && constantOf(second)?.value) ?? "" };
    case "before":
    case "after":
      return instants(node, place);
    case "whenPresent":
      return whenPresent(node, place);
    case "orElse":
      return flag(node, place);
    case "iff":
      return refuseRule(node, place, "it is no comparison.", "Write or(and(condition, yes), and(not(condition), no)).");
    default:
      return refuseRule(node, place, "it is computed.", FLAG);
  }
}

function infix(node: InfixNode, place: Place): ChoiceRule {
  if (node.operator !== "and" && node.operator !== "or") return renderComparison(node, node.operator, place);
  const [only, ...others] = node.operands;
  if (!only) return refuseRule(node, place, "it has no condition inside.", "Give it one.");
  if (others.length === 0) return rule(only, place);
  const name = node.operator === "and" ? "And" : "Or";
  // What whenPresent() and orElse() become reads better beside the other conditions than inside of them.
  const parts = node.operands.flatMap((operand): readonly Rendered[] => {
    const part = rule(operand, place);
    const inner = part[name];
    return operand.kind === "call" && Array.isArray(inner) ? (inner as readonly Rendered[]) : [part];
  });
  return { [name]: parts };
}

function rule(node: ExpressionNode, place: Place): ChoiceRule {
  if (node.kind === "call") return call(node, place);
  if (node.kind === "infix") return infix(node, place);
  const Variable = variableOf(node, place);
  return Variable === undefined ? refuseRule(node, place, "it is no comparison.", FLAG) : { Variable, BooleanEquals: true };
}

/** A condition as a Choice rule, without its `Next`. */
export const renderCondition = (condition: unknown, place: Place): ChoiceRule => rule(nodeOf(condition), place);
