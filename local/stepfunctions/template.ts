/** Payload templates: Parameters, ResultSelector, ItemSelector and BatchInput, whose members ending in `.$` are expressions. */
import { type Environment, evaluateParameter } from "./expression.ts";
import { evaluateIntrinsic } from "./intrinsics/index.ts";
import { isObject, type JsonObject, setMember } from "./json.ts";

/**
 * Fills a payload template in.
 *
 * @throws StateFailure States.ParameterPathFailure or States.IntrinsicFailure
 * @example
 * fillTemplate({ "id.$": "$.order.id", kind: "order" }, environment); // { id: 7, kind: "order" }
 */
export function fillTemplate(template: unknown, environment: Environment): unknown {
  if (isConstant(template)) return template;
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, environment));
  return fillObject(template as JsonObject, environment);
}

function fillObject(template: JsonObject, environment: Environment): JsonObject {
  const filled: JsonObject = {};
  for (const [name, value] of Object.entries(template)) {
    if (name.endsWith(".$")) setMember(filled, name.slice(0, -2), evaluateExpression(String(value), name, environment));
    else setMember(filled, name, fillTemplate(value, environment));
  }
  return filled;
}

/** A path or an intrinsic function. */
export function evaluateExpression(text: string, field: string, environment: Environment): unknown {
  return text.startsWith("$") ? evaluateParameter(text, field, environment) : evaluateIntrinsic(text, field, environment);
}

const constants = new WeakMap<object, boolean>();

/** Whether no member anywhere below is an expression; such parts are handed on as they are. */
function isConstant(template: unknown): boolean {
  if (typeof template !== "object" || template === null) return true;
  const known = constants.get(template);
  if (known !== undefined) return known;
  const constant = isObject(template)
    ? Object.entries(template).every(([name, value]) => !name.endsWith(".$") && isConstant(value))
    : (template as unknown[]).every(isConstant);
  constants.set(template, constant);
  return constant;
}
