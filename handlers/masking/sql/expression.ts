/** Renders a template as a SQL expression for PostgreSQL 13 to 18. */

import { kindOf } from "../decide/index.ts";
import { type Lists, type Literal, type Pipeline, type Template, templateKind } from "../engine/index.ts";
import { maskingSchema } from "./functions.ts";
import { sqlName, sqlText } from "./literal.ts";
import { type StepSqlContext, sqlOfSteps } from "./steps.ts";

/** The column that an expression masks. */
export interface MaskedColumn {
  /** The column, or any expression, in SQL. */
  readonly sql: string;
  /** Its type in SQL, as format_type prints it (`character varying(40)`). */
  readonly type: string;
  /** For a column of a domain: the type below it. */
  readonly baseType?: string;
  readonly lists?: Lists;
}

const noLists: Lists = new Map();

/**
 * The masked value as an expression of the column's own type, fit for SELECT and for `ALTER COLUMN … TYPE … USING` (it holds
 * no subquery). Its functions are those of installSql.
 *
 * @throws RangeError when a list that `pick` names has fewer than two items
 * @example
 * ```ts
 * maskExpression(parseTemplate("XXX-XX-{{last:4}}"), { sql: '"ssn"', type: "text" });
 * ```
 */
export function maskExpression(template: Template, column: MaskedColumn): string {
  const type = withoutModifier(column.type);
  if (templateKind(template) === "null") return `NULL::${type}`;
  if (template.text === "{{keep}}") return column.sql;
  const base = column.baseType ?? column.type;
  const kind = kindOf(base);
  if (template.text === "{{year}}" && (kind === "date" || kind === "timestamp")) return yearOf(column.sql, type, base);
  const x = textOf(column.sql, base);
  const context: StepSqlContext = { lists: column.lists ?? noLists, fieldSql: (field) => `${maskingSchema}.field_text(${sqlName(field)})` };
  const parts = template.parts.map((part) => partSql(part, x, context));
  const masked = parts.length === 0 ? "''" : parts.join(" || ");
  const dated = kind === "date" || kind === "timestamp";
  const keeps = dated ? ` WHEN NOT isfinite(${column.sql}) THEN (${column.sql})::text` : "";
  const empty = dated ? "" : ` WHEN ${x} = '' THEN ''`;
  return `(CASE WHEN ${column.sql} IS NULL THEN NULL${empty}${keeps} ELSE ${masked} END)::${type}`;
}

// A cast to varchar(n) would cut a result that is too long; without the n, the assignment to the column refuses it.
function withoutModifier(type: string): string {
  return type.replace(/^character\([0-9]+\)/i, "bpchar").replace(/\([0-9, ]+\)/, "");
}

/** A column's value as the text that masking sees. Trailing blanks of char(n) are no part of it; COLLATE "C" takes the column's own collation out. */
export function textOf(sql: string, type: string): string {
  if (kindOf(type) === "date") return `to_char(${sql}, 'YYYY-MM-DD')`;
  if (/^timestamp.*with time zone$|^timestamptz/i.test(type)) return `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US"+00"')`;
  if (kindOf(type) === "timestamp" && /^timestamp/i.test(type)) return `to_char(${sql}, 'YYYY-MM-DD HH24:MI:SS.US')`;
  // The text of an inet carries its mask; stores without types write the address alone.
  if (kindOf(type) === "inet") return `host(${sql})`;
  return `(${sql})::text COLLATE "C"`;
}

function yearOf(sql: string, type: string, base: string): string {
  if (/^timestamp.*with time zone$|^timestamptz/i.test(base)) return `date_trunc('year', ${sql}, 'UTC')::${type}`;
  return `date_trunc('year', ${sql}::timestamp)::${type}`;
}

function partSql(part: Literal | Pipeline, value: string, context: StepSqlContext): string {
  return part.kind === "literal" ? sqlText(part.text) : sqlOfSteps(part.steps, value, context);
}
