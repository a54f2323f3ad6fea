/** Payload templates: structures whose computed fields have names that end in `.$`. */
import { type ExpressionNode, isExpression, nodeOf, printExpression } from "../../expressions/index.ts";
import { TemplateString } from "../../template/index.ts";
import type { Rendered } from "../../workflow-type.ts";
import type { Place } from "./context.ts";
import { renderComputed } from "./intrinsic.ts";
import { refuse } from "./unsayable.ts";
import { variableOf } from "./variable.ts";

/** The value of a node that is known when Terraform runs. */
export function constantOf(node: ExpressionNode): { readonly value: Rendered } | undefined {
  if (node.kind === "literal") return { value: node.value as Rendered };
  if (node.kind === "token") return { value: new TemplateString({ token: node.name }) };
  if (node.kind !== "template") return undefined;
  const parts = node.parts.map((part) => (typeof part === "string" ? part : part.kind === "token" ? { token: part.name } : undefined));
  return parts.includes(undefined) ? undefined : { value: new TemplateString(...parts.filter((part) => part !== undefined)).simplified() };
}

const isScalar = (value: unknown): boolean => isExpression(value) || typeof value !== "object" || value === null;
const isComputed = (value: unknown): boolean =>
  isExpression(value)
    ? constantOf(nodeOf(value)) === undefined
    : Array.isArray(value) && value.every((entry) => isScalar(entry) || Array.isArray(entry)) && value.some(isComputed);

/** A value that needs no `.$`: literals, tokens, structures with templates inside. */
function renderConstant(value: unknown, place: Place): Rendered {
  if (isExpression(value)) {
    const constant = constantOf(nodeOf(value));
    if (constant) return constant.value;
    const remedy = "Make the array of such values alone, or fill it in a pass() before.";
    place.context.report(
      `${place.field}: JSONPath cannot put ${printExpression(value)} into an array beside objects.`,
      place.state,
      remedy,
    );
    return null;
  }
  if (Array.isArray(value)) return value.map((entry) => renderConstant(entry, place));
  if (typeof value === "object" && value !== null) return renderPayload(value, place);
  return value as Rendered;
}

/** An object as a payload template. */
export function renderPayload(value: object, place: Place): Readonly<Record<string, Rendered>> {
  const fields: [string, Rendered][] = [];
  for (const [key, entry] of Object.entries(value)) {
    const at = { ...place, field: `${place.field}.${key}` };
    if (key.endsWith(".$")) place.context.report(`${at.field}: a field's name must not end in ".$".`, place.state, "Rename it.");
    if (entry === undefined) continue;
    if (isComputed(entry)) fields.push([`${key}.$`, renderComputed(nodeOf(entry), at).simplified()]);
    else fields.push([key, renderConstant(entry, at)]);
  }
  return Object.fromEntries(fields);
}

/** The arguments of a call; they must be an object, whose fields may be computed. */
export function renderArguments(value: unknown, place: Place): Readonly<Record<string, Rendered>> {
  if (isExpression(value) || typeof value !== "object" || value === null) {
    place.context.report(
      `${place.field}: JSONPath cannot hand on ${printExpression(value)} as all of the arguments.`,
      place.state,
      "Write an object and name its fields.",
    );
    return {};
  }
  return renderPayload(value, place);
}

/** One field: `name` when it is constant, `name.$` when it is computed. */
export const renderField = (name: string, value: unknown, place: Place): Readonly<Record<string, Rendered>> =>
  renderPayload({ [name]: value }, place);

/** What a field `…Path` takes: a path of names and indexes, or for Error and Cause a function too. */
export type Takes = "path" | "function";

/** `Name` with a constant, `NamePath` with a path or a function. */
export function fieldOrPath(name: string, value: unknown, takes: Takes, place: Place): Readonly<Record<string, Rendered>> {
  const node = nodeOf(value);
  const at = { ...place, field: name };
  const constant = constantOf(node);
  if (constant) return { [name]: constant.value };
  const path = variableOf(node, at);
  if (path !== undefined || takes === "function") return { [`${name}Path`]: path ?? renderComputed(node, at).simplified() };
  refuse(node, at, "the field takes a value that is stored.", "Compute it in a pass() before.");
  return {};
}
