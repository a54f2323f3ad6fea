/** Types agree: what a script, a variable or a comparison is given is what it takes. TypeScript says it first; a cast can hide it. */
import { childrenOf, type ExpressionNode, isExpression, nodeOf, readsOf } from "../expression.ts";
import { type Schemas, ssmType } from "../parameters.ts";
import type { SsmType } from "../shapes.ts";
import type { Step } from "../steps/index.ts";
import { type Checked, placeOf } from "./problem.ts";

type Declared = Checked["declared"];
type Report = (problem: string) => void;

/** Reports values of another type than their place has. */
export function checkTypes({ lists, declared, report }: Checked): void {
  for (const list of lists) {
    for (const step of list.steps) checkStep(step, declared, (problem) => report(placeOf(list, step.name), problem));
  }
}

function checkStep(step: Step, declared: Declared, report: Report): void {
  if (step.action === "aws:executeScript") checkPayload(step.payload, step.script.payload, declared, report);
  if (step.action === "aws:branch") for (const { when } of step.choices) checkCondition(nodeOf(when), declared, report);
  if (step.action === "aws:loop" && step.condition) checkCondition(nodeOf(step.condition), declared, report);
  if (step.action === "aws:loop" && step.items !== undefined) expectType("its items", "StringList", typeOf(step.items, declared), report);
  if (step.action !== "aws:updateVariable") return;
  const wanted = typeOf(step.variable, declared);
  if (wanted) expectType("the variable", wanted, typeOf(step.value, declared), report);
}

function checkPayload(payload: Readonly<Record<string, unknown>>, types: Schemas, declared: Declared, report: Report): void {
  for (const [name, type] of Object.entries(types)) {
    if (!Object.hasOwn(payload, name)) {
      report(`the payload lacks ${name}, which the script's contract has`);
      continue;
    }
    const value = payload[name];
    if (isExpression(value)) expectType(name, ssmType(type), typeOf(value, declared), report);
    else if (readsOf(value).length === 0 && !type.safeParse(value).success)
      report(`${name} has a value that the script's contract refuses`);
  }
  for (const name of Object.keys(payload)) {
    if (!Object.hasOwn(types, name)) report(`the payload has ${name}, which the script's contract does not know`);
  }
}

const comparable: Readonly<Record<string, SsmType>> = { string: "String", number: "Integer", boolean: "Boolean" };

function checkCondition(node: ExpressionNode, declared: Declared, report: Report): void {
  if (node.kind === "path") expectType("a condition", "Boolean", declaredType(node, declared), report);
  const isJoined = node.kind === "call" || (node.kind === "infix" && (node.operator === "and" || node.operator === "or"));
  if (isJoined) {
    for (const part of childrenOf(node)) checkCondition(part, declared, report);
    return;
  }
  if (node.kind !== "infix") return;
  const [left, right] = node.operands;
  if (left?.kind !== "path" || right?.kind !== "literal") return;
  const wanted = comparable[typeof right.value];
  if (wanted) expectType(`a comparison with ${JSON.stringify(right.value)}`, wanted, declaredType(left, declared), report);
}

function expectType(what: string, wanted: SsmType, found: SsmType | undefined, report: Report): void {
  if (found !== undefined && found !== wanted) report(`${what} takes ${article(wanted)}, not ${article(found)}`);
}

const article = (type: SsmType): string => `${type === "Integer" ? "an" : "a"} ${type}`;

/** SSM's type of a value; undefined where it has none of its own. */
function typeOf(value: unknown, declared: Declared): SsmType | undefined {
  const node = nodeOf(value);
  if (node.kind === "path") return declaredType(node, declared);
  if (node.kind === "template") return "String";
  if (node.kind !== "literal") return undefined;
  if (Array.isArray(node.value)) return node.value.every((item) => typeof item === "object") ? "MapList" : "StringList";
  return typeof node.value === "object" ? "StringMap" : comparable[typeof node.value];
}

function declaredType(node: Extract<ExpressionNode, { kind: "path" }>, declared: Declared): SsmType | undefined {
  const known = declared.get(node.root);
  return known && node.segments.length === 0 ? ssmType(known.type) : undefined;
}
