/** Fingerprints of originals in SQL, for those values alone whose rule left them room enough. */
import { distinctPipelines, type Pipeline, provableRoom, type Template, templateKind } from "../engine/index.ts";
import { type MaskedColumn, textOf } from "./expression.ts";
import { maskingSchema as s } from "./functions.ts";
import { roomOfStep } from "./rooms.ts";
import { type StepSqlContext, sqlBeforeEach } from "./steps.ts";

/** The fingerprint of a value of any type as SQL: 16 hexadecimal digits, null for null. */
export function fingerprintExpression(sql: string): string {
  return `${s}.fingerprint((${sql})::text)`;
}

/**
 * The fingerprint of an original whose rule gave it a room of 2^40 or more, null for all others, as `originalsOf` in the prover.
 *
 * @example
 * ```ts
 * await client.query(`SELECT DISTINCT ${originalExpression(template, { sql: '"email"', type: "text" })} FROM customers`);
 * ```
 */
export function originalExpression(template: Template, column: MaskedColumn): string {
  if (templateKind(template) !== "masks") return "NULL::text";
  const x = textOf(column.sql, column.baseType ?? column.type);
  const context: StepSqlContext = { lists: column.lists ?? new Map(), fieldSql: () => "NULL" };
  const bits = distinctPipelines(template).map((part) => pipelineBits(part, x, context));
  return `(CASE WHEN ${column.sql} IS NOT NULL AND ${x} <> '' AND ${bits.join(" + ")} >= ${provableRoom} THEN ${s}.fingerprint(${x}) END)`;
}

function pipelineBits({ steps }: Pipeline, value: string, context: StepSqlContext): string {
  const before = sqlBeforeEach(steps, value, context);
  const bits = steps.flatMap((step, i) => {
    const x = before[i] ?? value;
    const room = roomOfStep(step, x, context.lists);
    return room === undefined ? [] : [i === 0 ? room : `CASE WHEN ${x} = '' THEN 0 ELSE ${room} END`];
  });
  return bits.length === 0 ? "0" : `coalesce(least(${bits.join(", ")}), 0)`;
}
