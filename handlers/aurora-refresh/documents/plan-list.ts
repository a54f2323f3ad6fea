/** Plans an array column: every element gets the column's template. */
import { type Decision, kindOf } from "../../masking/decide/index.ts";
import { parseTemplate, templateKind } from "../../masking/engine/index.ts";
import { listExpression } from "../../masking/sql/index.ts";
import type { RunSql } from "../data-api.ts";
import { type Column, quoteName, sqlName, type Table } from "../inventory/index.ts";
import { type Change, held } from "./change.ts";
import type { Leaves } from "./leaves.ts";

/** The change of an array column; undefined when the array stays, or is masked as a whole. */
export async function planList(run: RunSql, table: Table, column: Column, decision: Decision, leaves: Leaves): Promise<Change | undefined> {
  const { template } = decision;
  // `{}` is the empty array, and null the whole column's.
  if (template === undefined || template === "{}" || templateKind(parseTemplate(template)) === "null") return undefined;
  const name = quoteName(column.name);
  const unfit = [`array_ndims(${name}) > 1`, `array_lower(${name}, 1) <> 1`];
  if (kindOf(column.baseType.replace(/\[\]$/, "")) === "date") unfit.push(`'infinity' = any(${name})`, `'-infinity' = any(${name})`);
  const [row] = await run(
    `look at the arrays of ${table.schema}.${table.name}.${column.name}`,
    `select count(*) as n from ${sqlName(table)} where ${unfit.join(" or ")}`,
  );
  if (Number(row?.n) > 0) {
    const why = `${table.name}.${column.name} has arrays of more than one dimension, that do not begin at 1, or with infinite dates; declare {{null}} or {{keep}}`;
    return { decision: held(decision, why) };
  }
  return { decision, value: listExpression(name, column.type, leaves.add(template)) };
}
