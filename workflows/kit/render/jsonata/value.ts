/** Values of fields: JSON whose computed parts are texts in `{% %}`. */
import { type ExpressionNode, isExpression, nodeOf } from "../../expressions/index.ts";
import { TemplateString } from "../../template/index.ts";
import type { Rendered } from "../../workflow-type.ts";
import { type Code, code, LEVEL } from "./code.ts";
import type { Place } from "./context.ts";
import { renderExpression } from "./expression.ts";
import { quoted } from "./text.ts";

/** The code in its brackets. */
export const bracketed = (of: Code): string | TemplateString => new TemplateString("{% ", of.text, " %}").simplified();

/** A text that looks like JSONata is quoted once more; so is what asl-validator takes for no text: an empty one, and one of several lines. */
const plainText = (text: string): Rendered => (/^\{%|^$|[\n\r\u2028\u2029]/.test(text) ? bracketed(code(LEVEL.value, quoted(text))) : text);

/** A token, or a text without holes: what is known when Terraform runs. */
function constantOf(node: ExpressionNode): string | TemplateString | undefined {
  if (node.kind === "token") return new TemplateString({ token: node.name });
  if (node.kind !== "template") return undefined;
  const parts = node.parts.map((part) => (typeof part === "string" ? part : part.kind === "token" ? { token: part.name } : undefined));
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? new TemplateString(...known).simplified() : undefined;
}

/** A literal, an expression, or a structure whose leaves are either. */
export function renderValue(value: unknown, place: Place): Rendered {
  if (isExpression(value)) {
    const node = nodeOf(value);
    if (node.kind === "literal") return renderValue(node.value, place);
    const constant = constantOf(node);
    if (constant === undefined) return bracketed(renderExpression(node, place));
    return typeof constant === "string" ? plainText(constant) : constant;
  }
  if (typeof value === "string") return plainText(value);
  if (Array.isArray(value)) return value.map((entry, index) => renderValue(entry, { ...place, field: `${place.field}[${index}]` }));
  if (typeof value === "object" && value !== null) return renderFields(value, place);
  return value as Rendered;
}

/** An object whose fields are values; what is undefined is left out. */
export function renderFields(value: object, place: Place): Readonly<Record<string, Rendered>> {
  const fields = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(fields.map(([key, entry]) => [key, renderValue(entry, { ...place, field: `${place.field}.${key}` })]));
}

/** A field that must be JSONata: a condition, or a whole that is merged with something. */
export const renderComputed = (value: unknown, place: Place): string | TemplateString => bracketed(renderExpression(nodeOf(value), place));
