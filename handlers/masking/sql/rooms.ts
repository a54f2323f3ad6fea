/** The room of each step in SQL: log2 of the number of results that some key could have given a text. */
import { type Lists, type StepArgs, type StepName, type TemplateStep, visitStep } from "../engine/index.ts";
import { define, maskingSchema as s } from "./functions.ts";

const digits = "char_length(regexp_replace(x, '[^0-9]', '', 'g'))";

/** The functions that the rooms need. */
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

type RoomSql<Args> = (x: string, args: Args, lists: Lists) => string;

const none = (): undefined => undefined;
const nothing = (): string => "0";
const format = (x: string): string => `${s}.format_room(${x})`;
const dated = (x: string, bits: number): string => `CASE WHEN ${s}.begins_with_date(${x}) THEN ${bits} ELSE ${format(x)} END`;
const cardDigits = (x: string): string => `regexp_replace(${x}, '[ -]', '', 'g')`;

/** By the steps' names; one that is missing or unknown does not compile. Undefined for steps that do not mask. */
const rooms: { readonly [K in StepName]: (...args: Parameters<RoomSql<StepArgs<K>>>) => string | undefined } = {
  trim: none,
  lower: none,
  upper: none,
  nfc: none,
  digits: none,
  local: none,
  domain: none,
  part: none,
  keep: none,
  hash: (_x, { digits: count }) => String(4 * count),
  first: nothing,
  last: nothing,
  redact: nothing,
  format,
  perm: (x, { nonZero }) => `${s}.perm_room(${x}, ${nonZero})`,
  pick: (_x, { list }, lists) => String(Math.log2(lists.get(list)?.length ?? 1)),
  int: (_x, { min, max }) => String(Math.log2(max - min + 1)),
  uuid: () => "122",
  ip: (x) => `CASE WHEN strpos(${x}, ':') > 0 THEN 96 ELSE 24 END`,
  date: (x, { days }) => dated(x, Math.log2(2 * days)),
  year: (x) => dated(x, 0),
  card: (x, { prefix }) =>
    `CASE WHEN ${cardDigits(x)} ~ '^[0-9]{12,19}$' THEN (char_length(${cardDigits(x)}) - ${1 + prefix.length}) * ${Math.log2(10)} ELSE ${format(x)} END`,
  iban: (x) =>
    `${s}.format_room(CASE WHEN upper(replace(${x}, ' ', '') COLLATE "C") ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$' THEN substr(replace(${x}, ' ', ''), 5) ELSE ${x} END)`,
};

/** The room of a step for a text that is not empty; undefined for a step that does not mask. */
export function roomOfStep(step: TemplateStep, x: string, lists: Lists): string | undefined {
  return visitStep(step, (name, args) => rooms[name](x, args, lists));
}
