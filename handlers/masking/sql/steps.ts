/** How each step is called in SQL. */
import type { Lists, TemplateStep } from "../engine/index.ts";
import { maskingSchema as s } from "./functions.ts";
import { sqlText } from "./literal.ts";

/** A step over a SQL expression of type text that is neither null nor empty. */
export interface StepSqlContext {
  readonly lists: Lists;
  /** The SQL of another field of the row as text, before masking. */
  fieldSql(field: string): string;
}

type StepSql = (x: string, args: readonly string[], context: StepSqlContext) => string;

const number = (text: string | undefined): string => String(Number(text));

const stepSql: ReadonlyMap<string, StepSql> = new Map<string, StepSql>([
  ["trim", (x) => `${s}.trim_blanks(${x})`],
  ["lower", (x) => `lower(${x} COLLATE "C")`],
  ["upper", (x) => `upper(${x} COLLATE "C")`],
  ["nfc", (x) => `normalize(${x}, NFC)`],
  ["digits", (x) => `regexp_replace(${x}, '[^0-9]', '', 'g')`],
  ["local", (x) => `${s}.local_part(${x})`],
  ["domain", (x) => `${s}.domain_part(${x})`],
  ["part", (x, args) => `split_part(${x}, ${sqlText(args.slice(0, -1).join(":"))}, ${number(args.at(-1))})`],
  ["keep", (x) => x],
  ["hash", (x, args) => `substr(${s}.mac('hash', ${sqlText(args[1] ?? "")}, ${x}), 1, ${number(args[0] ?? "16")})`],
  ["first", (x, args) => `${s}.first(${x}, ${number(args[0])})`],
  ["last", (x, args) => `${s}.last(${x}, ${number(args[0])})`],
  ["redact", (x) => `${s}.redact(${x})`],
  ["format", (x, args) => `${s}.format(${x}, ${sqlText(args[0] ?? "")})`],
  ["perm", (x, args) => `${s}.perm(${x}, ${args[0] === "nz"})`],
  [
    "pick",
    (x, args, { lists }) =>
      `${s}.pick(${x}, ${sqlText(args[0] ?? "")}, ARRAY[${(lists.get(args[0] ?? "") ?? []).map(sqlText).join(", ")}]::text[])`,
  ],
  ["int", (x, args) => `${s}.int_between(${x}, ${number(args[0])}, ${number(args[1])})`],
  ["uuid", (x) => `${s}.uuid(${x})`],
  ["ip", (x) => `${s}.ip(${x})`],
  [
    "date",
    (x, args, context) => `${s}.date_shift(${x}, ${number(args[0])}, ${args[1] === undefined ? "NULL" : context.fieldSql(args[1])})`,
  ],
  ["year", (x) => `${s}.year(${x})`],
  ["card", (x, args) => `${s}.card(${x}, ${sqlText(args[0] ?? "400000")})`],
  ["iban", (x) => `${s}.iban(${x})`],
]);

/** The steps that SQL knows. */
export const sqlSteps: readonly string[] = [...stepSql.keys()];

/**
 * The SQL of a step.
 *
 * @throws RangeError that names a step which SQL does not know
 */
export function sqlOfStep(step: TemplateStep, x: string, context: StepSqlContext): string {
  const render = stepSql.get(step.name);
  if (render === undefined) throw new RangeError(`The step "${step.name}" has no SQL. Allowed: ${sqlSteps.join(", ")}.`);
  return render(x, step.args, context);
}
