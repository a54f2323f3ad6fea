/** Whether the first record of a CSV text is a header, and what its columns are called. */
import { isPersonalName } from "../decide/index.ts";
import { FormatError } from "./errors.ts";

const headerName = /^[\p{L}_][\p{L}\p{N}_ .()/%#-]{0,62}$/u;

/** Words that name columns and are seldom values. */
const columnWords = new Set(
  "id uuid key code type kind status state name number no count amount total price currency date time timestamp created updated at on by note notes comment description value url active version first last second third".split(
    " ",
  ),
);

const isColumnName = (name: string): boolean =>
  isPersonalName(name) || name.split(/[^\p{L}\p{N}]+/u).some((word) => columnWords.has(word.toLowerCase()));

/**
 * The names of a header; undefined when the first record is data. Data must not pass as a header, so unless the caller says
 * that there is one, half of its fields must be names that the rules know or that columns have.
 *
 * @param isRuled - whether a rule names the column
 * @throws FormatError when a header names a column twice, or one that must be there is none
 */
export function headerOf(
  fields: readonly string[],
  at: number,
  said: boolean | undefined,
  isRuled: (name: string) => boolean,
): readonly string[] | undefined {
  if (said === false) return undefined;
  const names = fields.map((field) => field.trim());
  if (!names.every((name) => headerName.test(name))) {
    if (said === true) throw new FormatError("The first CSV record is no header", at);
    return undefined;
  }
  if (said !== true && 2 * names.filter((name) => isRuled(name) || isColumnName(name)).length < names.length) return undefined;
  const twice = names.findIndex((name, i) => names.indexOf(name) < i);
  if (twice >= 0)
    throw new FormatError(`The CSV header gives column ${twice + 1} the name of column ${names.indexOf(names[twice] ?? "") + 1}`, at);
  return names;
}
