/** The output of a workflow as tables: what it ends with, field by field, and where each comes from. */
import type { PassState } from "../../build/states.ts";
import { isExpression } from "../../expressions/index.ts";
import type { AnyWorkflow } from "../../workflow-type.ts";
import { boundOf, type Field, fieldsOf, typeOf } from "./fields.ts";
import { code, state as named, plain, table } from "./markdown.ts";
import { Values } from "./values.ts";

type Row = readonly string[];

const rowOf = ({ path, type, bound, about }: Field, from: string): Row => [code(path), type, bound, plain(about), from];

function rowsOf(value: unknown, values: Values): readonly Row[] {
  const from = (part: unknown): string =>
    values
      .sources(part)
      .map((name) => (name.startsWith("the ") ? name : named(name)))
      .join(", ");
  if (isExpression(value) || typeof value !== "object" || value === null || Array.isArray(value)) {
    const schema = values.of(value);
    const fields = fieldsOf(schema).map((field) => rowOf(field, from(value)));
    return fields.length > 0 || schema.type === "object"
      ? fields
      : [["the output itself", typeOf(schema), boundOf(schema), "", from(value)]];
  }
  return Object.entries(value).flatMap(([name, part]) => {
    const schema = values.of(part);
    return [{ path: name, type: typeOf(schema), bound: boundOf(schema), about: schema.description ?? "" }, ...fieldsOf(schema, name)].map(
      (field) => rowOf(field, from(part)),
    );
  });
}

const HEADS = ["field", "type", "bound", "what", "from"];
const tableOf = (value: unknown, values: Values): string => {
  const rows = rowsOf(value, values);
  return rows.length === 0 ? "Nothing: an empty object." : table(HEADS, rows);
};

/** The paragraphs of the section: the output at the end, then that of every state that ends the execution before. */
export function outputs(workflow: AnyWorkflow): readonly string[] {
  const { top } = workflow.recorded;
  const values = new Values(workflow);
  const early = top.all.filter((state): state is PassState => state.type === "Pass" && state.ends && state.value !== top.output);
  return [
    tableOf(top.output, values),
    ...early.flatMap((state) => [`Where it ends at ${named(state.name)}:`, tableOf(state.value, values)]),
  ];
}
