/** Templates of JSONata states: Arguments, Output, Assign, …; any text anywhere in them may be an expression. */
import { isObject, type JsonObject, setMember } from "../json.ts";
import { evaluateQuery, type QueryEnvironment } from "./evaluate.ts";
import { asExpression, hasExpression } from "./expression.ts";

/**
 * Fills a template in.
 *
 * @param field the template's place inside the state, which messages begin with
 * @throws QueryError
 * @example
 * await fillQueryTemplate({ id: "{% $states.input.id %}", kind: "order" }, "Output", environment); // { id: 7, kind: "order" }
 */
export async function fillQueryTemplate(template: unknown, field: string, environment: QueryEnvironment): Promise<unknown> {
  if (!hasExpression(template)) return template;
  if (Array.isArray(template)) {
    const filled: unknown[] = [];
    for (const [index, item] of template.entries()) filled.push(await fillQueryTemplate(item, `${field}[${index}]`, environment));
    return filled;
  }
  if (isObject(template)) return fillObject(template, field, environment);
  return evaluateQuery(asExpression(template) as string, field, environment);
}

async function fillObject(template: JsonObject, field: string, environment: QueryEnvironment): Promise<JsonObject> {
  const filled: JsonObject = {};
  for (const [name, value] of Object.entries(template)) {
    setMember(filled, name, await fillQueryTemplate(value, `${field}/${name}`, environment));
  }
  return filled;
}
