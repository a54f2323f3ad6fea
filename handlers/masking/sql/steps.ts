/** How each step is called in SQL. */
import { type Lists, type StepArgs, type StepName, type TemplateStep, visitStep } from "../engine/index.ts";
import { maskingSchema as s } from "./functions.ts";
import { sqlText } from "./literal.ts";

/** A step over a SQL expression of type text that is neither null nor empty. */
export interface StepSqlContext {
  readonly lists: Lists;
  /** The SQL of another field of the row as text, before masking. */
  fieldSql(field: string): string;
}

type StepSql<Args> = (x: string, args: Args, context: StepSqlContext) => string;

/** The steps by name; one that is missing or unknown does not compile. */
const stepSql: { readonly [K in StepName]: StepSql<StepArgs<K>> } = {
  trim: (x) => `${s}.trim_blanks(${x})`,
  lower: (x) => `lower(${x} COLLATE "C")`,
  upper: (x) => `upper(${x} COLLATE "C")`,
  nfc: (x) => `normalize(${x}, NFC)`,
  digits: (x) => `regexp_replace(${x}, '[^0-9]', '', 'g')`,
  local: (x) => `${s}.local_part(${x})`,
  domain: (x) => `${s}.domain_part(${x})`,
  part: (x, { separator, piece }) =>
    piece > 0 ? `split_part(${x}, ${sqlText(separator)}, ${piece})` : `${s}.piece_from_end(${x}, ${sqlText(separator)}, ${-piece})`,
  keep: (x) => x,
  hash: (x, { digits, domain }) => `substr(${s}.mac('hash', ${sqlText(domain)}, ${x}), 1, ${digits})`,
  first: (x, { count }) => `${s}.first(${x}, ${count})`,
  last: (x, { count }) => `${s}.last(${x}, ${count})`,
  redact: (x) => `${s}.redact(${x})`,
  format: (x, { domain }) => `${s}.format(${x}, ${sqlText(domain)})`,
  perm: (x, { nonZero }) => `${s}.perm(${x}, ${nonZero})`,
  pick: (x, { list }, { lists }) => {
    const items = (lists.get(list) ?? []).map(sqlText);
    if (items.length < 2) throw new RangeError(`The list "${list}" that pick names needs at least two items, and has ${items.length}.`);
    return `${s}.pick(${x}, ${sqlText(list)}, ARRAY[${items.join(", ")}]::text[])`;
  },
  int: (x, { min, max }) => `${s}.int_between(${x}, ${min}, ${max})`,
  uuid: (x) => `${s}.uuid(${x})`,
  ip: (x) => `${s}.ip(${x})`,
  date: (x, { days, field }, context) => `${s}.date_shift(${x}, ${days}, ${field === undefined ? "NULL" : context.fieldSql(field)})`,
  year: (x) => `${s}.year(${x})`,
  card: (x, { prefix }) => `${s}.card(${x}, ${sqlText(prefix)})`,
  iban: (x) => `${s}.iban(${x})`,
};

/** The SQL of a step. */
export function sqlOfStep(step: TemplateStep, x: string, context: StepSqlContext): string {
  return visitStep(step, (name, args) => stepSql[name](x, args, context));
}

/** The SQL of steps one after another. */
export function sqlOfSteps(steps: readonly TemplateStep[], value: string, context: StepSqlContext): string {
  // The value itself is not empty; what a step gave may be, and stays so: every step gives null for null.
  return steps.reduce(
    (x, step, i) => (i === 0 ? sqlOfStep(step, x, context) : `coalesce(${sqlOfStep(step, `nullif(${x}, '')`, context)}, '')`),
    value,
  );
}
