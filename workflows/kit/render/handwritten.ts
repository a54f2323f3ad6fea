/** Hand-written states: their fields as they are, with tokens and expressions filled in, and what follows. The same in both query languages. */
import type { HandwrittenState } from "../build/states.ts";
import { isExpression, nodeOf } from "../expressions/index.ts";
import type { Rendered, RenderedMachine } from "../workflow-type.ts";
import { constantOf } from "./jsonpath/payload.ts";

type Fields = Readonly<Record<string, Rendered>>;

/** How the query language of the machine writes an expression, in a field of this name. */
export type WriteExpression = (value: unknown, field: string) => Rendered;

function fill(value: unknown, field: string, write: WriteExpression): Rendered {
  if (isExpression(value)) return constantOf(nodeOf(value))?.value ?? write(value, field);
  if (Array.isArray(value)) return value.map((entry) => fill(entry, field, write));
  if (typeof value !== "object" || value === null) return value as Rendered;
  return fillAll(value, field, write);
}

const fillAll = (values: object, field: string, write: WriteExpression): Fields =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, entry]) => {
      return entry === undefined ? [] : [[key, fill(entry, field === "" ? key : `${field}.${key}`, write)] as const];
    }),
  );

/** The state: the author's fields in the author's order, then the language's own. */
export function renderHandwritten(state: HandwrittenState, machines: readonly RenderedMachine[], write: WriteExpression): Fields {
  const { fields, more, rules, otherwise, bodies, bodyField, retries } = state;
  const inner = machines.map((machine, index): Rendered => ({ ...fillAll(bodies[index]?.fields ?? {}, bodyField, write), ...machine }));
  const choices = rules.map(({ rule, next }, index) => ({ ...fillAll(rule, `Choices[${index}]`, write), Next: next ?? "" }));
  const caught = state.catch.map((of, index) => ({ ...fillAll(of.fields, `Catch[${index}]`, write), Next: of.next ?? "" }));
  return {
    ...fillAll(fields, "", write),
    ...fillAll(more, "", write),
    ...(choices.length > 0 ? { Choices: choices } : {}),
    ...(otherwise === undefined ? {} : { Default: otherwise }),
    ...(bodyField === "Branches" ? { Branches: inner } : inner[0] === undefined ? {} : { [bodyField]: inner[0] }),
    ...(retries.length > 0 ? { Retry: retries.map((retry) => fill(retry, "Retry", write)) } : {}),
    ...(caught.length > 0 ? { Catch: caught } : {}),
    ...(state.next === undefined ? {} : { Next: state.next }),
    ...(state.ends && fields.Type !== "Succeed" && fields.Type !== "Fail" ? { End: true } : {}),
  };
}
