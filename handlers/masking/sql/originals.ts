/** Fingerprints of originals in SQL, for those values alone whose rule left them room enough. */
import { type Pipeline, provableRoom, type Template, templateKind } from "../engine/index.ts";
import { type MaskedColumn, textOf } from "./expression.ts";
import { define, maskingSchema as s } from "./functions.ts";
import { type StepSqlContext, sqlOfStep } from "./steps.ts";

const digits = "char_length(regexp_replace(x, '[^0-9]', '', 'g'))";

/** The functions that originalExpression needs. */
export const roomFunctions: readonly string[] = [
  define(
    "format_room(x text)",
    "double precision",
    `SELECT char_length(regexp_replace(x, '[^A-Za-z]', '', 'g')) * log(2, 25)::float8 + ${digits} * log(2, 9)::float8`,
  ),
  define(
    "perm_room(x text, nz boolean)",
    "double precision",
    `SELECT CASE WHEN x !~ '^[0-9 +().#/-]*$' OR ${digits} NOT BETWEEN 2 AND 30 OR (nz AND substring(x from '[0-9]') = '0') THEN ${s}.format_room(x) ELSE ${digits} * log(2, 10)::float8 - CASE WHEN nz THEN log(2, 10)::float8 - log(2, 9)::float8 ELSE 0 END END`,
  ),
];

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
  const pipelines = template.parts.flatMap((part) =>
    part.kind === "pipeline" ? [[template.text.slice(part.start, part.end), part] as const] : [],
  );
  const bits = [...new Map(pipelines).values()].map((part) => pipelineBits(part, x, context));
  return `(CASE WHEN ${column.sql} IS NOT NULL AND ${x} <> '' AND ${bits.join(" + ")} >= ${provableRoom} THEN ${s}.fingerprint(${x}) END)`;
}

function pipelineBits(pipeline: Pipeline, value: string, context: StepSqlContext): string {
  const bits: string[] = [];
  let x = value;
  for (const [i, step] of pipeline.steps.entries()) {
    const room = roomSql(step.name, step.args, x, context);
    if (room !== undefined) bits.push(i === 0 ? room : `CASE WHEN ${x} = '' THEN 0 ELSE ${room} END`);
    if (i < pipeline.steps.length - 1)
      x = i === 0 ? sqlOfStep(step, x, context) : `coalesce(${sqlOfStep(step, `nullif(${x}, '')`, context)}, '')`;
  }
  return bits.length === 0 ? "0" : `coalesce(least(${bits.join(", ")}), 0)`;
}

// Undefined for steps that do not mask.
function roomSql(name: string, args: readonly string[], x: string, { lists }: StepSqlContext): string | undefined {
  const format = `${s}.format_room(${x})`;
  switch (name) {
    case "hash":
      return String(4 * Number(args[0] ?? "16"));
    case "format":
      return format;
    case "perm":
      return `${s}.perm_room(${x}, ${args[0] === "nz"})`;
    case "uuid":
      return "122";
    case "ip":
      return `CASE WHEN strpos(${x}, ':') > 0 THEN 96 ELSE 24 END`;
    case "pick":
      return String(Math.log2(lists.get(args[0] ?? "")?.length ?? 1));
    case "int":
      return String(Math.log2(Number(args[1]) - Number(args[0]) + 1));
    case "date":
    case "year":
      return `CASE WHEN ${s}.begins_with_date(${x}) THEN 0 ELSE ${format} END`;
    case "card":
      return `CASE WHEN regexp_replace(${x}, '[ -]', '', 'g') ~ '^[0-9]{12,19}$' THEN (char_length(regexp_replace(${x}, '[^0-9]', '', 'g')) - ${1 + (args[0] ?? "400000").length}) * 3.321928094887362 ELSE ${format} END`;
    case "iban":
      return `${s}.format_room(CASE WHEN upper(replace(${x}, ' ', '') COLLATE "C") ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$' THEN substr(replace(${x}, ' ', ''), 5) ELSE ${x} END)`;
    case "first":
    case "last":
    case "redact":
      return "0";
    default:
      return undefined;
  }
}
